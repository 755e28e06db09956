/** Where requests get their token: the account page puts it there. */
let source: () => Promise<string> = async () => ''

export function takeTokensFrom(newSource: () => Promise<string>): void {
  source = newSource
}

/** A token that is good now; empty for somebody who is not signed in. */
export const accessToken = (): Promise<string> => source()
