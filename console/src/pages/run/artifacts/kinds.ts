// Pictures are shown whole where they are not too large; what else can be shown, the server tells.
const MAX_IMAGE = 8 * 1024 * 1024;
const IMAGE = /\.(png|jpe?g|gif|webp|avif|bmp|svg)$/i;

export function isPicture(name: string): boolean {
  return IMAGE.test(name);
}

/** Whether a browser should be given the file itself. */
export function isShownWhole(name: string, size: number): boolean {
  return isPicture(name) && size <= MAX_IMAGE;
}
