/** The Chinese catalog: a subject for each file. */
export default import.meta.glob<object>("./zh/*.json", { eager: true, import: "default" });
