import { Paper, type PaperProps } from "@mantine/core";
import { Section, type SectionProps } from "./Section";

/** A section with a frame of its own. */
export function Card({ title, aside, children, ...paper }: SectionProps & PaperProps) {
  return (
    <Paper withBorder p="md" {...paper} className={`ren-card ${paper.className ?? ""}`}>
      <Section title={title} aside={aside}>
        {children}
      </Section>
    </Paper>
  );
}
