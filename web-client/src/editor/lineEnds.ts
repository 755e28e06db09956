/* Editors show every end of line as LF. Texts that other programs wrote may hold CRLF or CR: they are left as they are, and
   offsets are translated. A CRLF is one place in the editor and two in the text. */

export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** Where in `text` the character is that has `offset` in `withLineFeeds(text)`: of a CRLF, its CR. */
export function offsetInText(text: string, offset: number): number {
  let index = 0
  for (let shown = 0; shown < offset && index < text.length; shown++) {
    index += isCrLf(text, index) ? 2 : 1
  }
  return index
}

/** The other way round. */
export function offsetInEditor(text: string, index: number): number {
  let shown = 0
  for (let at = 0; at < index && at < text.length; shown++) {
    at += isCrLf(text, at) ? 2 : 1
  }
  return shown
}

function isCrLf(text: string, index: number): boolean {
  return text.charCodeAt(index) === 13 && text.charCodeAt(index + 1) === 10
}
