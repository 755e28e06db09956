import { announce } from '../commands/announcement'
import { pathOf } from '../routes'

export const linkTo = (name: string): string => location.origin + pathOf(name)

/** Copies the link to a document, or, where the browser does not let pages copy (plain http), shows it. */
export async function copyLink(name: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(linkTo(name))
    announce('Link copied')
  } catch {
    announce(linkTo(name))
  }
}
