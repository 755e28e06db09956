import { login } from '../account/Login'
import { createDocument } from '../api/documents'
import { serverInfo, type ServerInfo } from '../api/server'
import { navigate } from '../router'
import { pathOf } from '../routes'
import { randomName } from './names'

/**
 * Goes to a new document. Where people have accounts, it becomes theirs; where they have none, or the server cannot be
 * asked, a name is all it takes.
 *
 * @throws Problem if the server does not let one make it
 */
export async function newDocument(): Promise<void> {
  const name = randomName()
  const server = await serverInfo().catch((): Partial<ServerInfo> => ({}))
  if (server.auth === 'jwt') {
    if (login.get() === null) {
      navigate('/account?next=%2F')
      return
    }
    await createDocument(name)
  }
  navigate(pathOf(name))
}
