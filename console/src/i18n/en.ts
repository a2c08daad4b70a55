/** The English catalog: a subject for each file. */
export default import.meta.glob<object>("./en/*.json", { eager: true, import: "default" });
