// Since 2026 browsers give a promise for what scrolls (CSSOM View, https://drafts.csswg.org/cssom-view): the library's
// types do not say so yet. An effect must not return it, for React calls what an effect returns.
interface Element {
  scrollIntoView(arg?: boolean | ScrollIntoViewOptions): Promise<void> | undefined;
  scrollTo(options?: ScrollToOptions): Promise<void> | undefined;
}
