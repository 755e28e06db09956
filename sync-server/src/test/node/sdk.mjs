// What an app's backend does with @y-sweet/sdk.

import * as Y from 'yjs'
import { DocumentManager } from '@y-sweet/sdk'

const calls = {
  createDoc: (manager, { document }) => manager.createDoc(document),
  getClientToken: (manager, { document, authorization, userId, validForSeconds }) =>
    manager.getClientToken(document, { authorization, userId, validForSeconds }),

  /** The HTTP status with which a token is refused. */
  tokenRefusal: (manager, { document }) => manager.getClientToken(document).then(
    () => { throw new Error('a token was handed out') },
    error => error.cause.status
  ),

  checkStore: manager => manager.checkStore(),

  /** The text of the document as the server hands it out. */
  getText: async (manager, { document }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await manager.getDocAsUpdate(document))
    return doc.getText('code').toString()
  },

  getState: async (manager, { document }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await manager.getDocAsUpdate(document))
    return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex')
  },

  /** Puts text in front of what is there, as an update over HTTP. */
  prepend: async (manager, { document, string }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await manager.getDocAsUpdate(document))
    const before = Y.encodeStateVector(doc)
    doc.getText('code').insert(0, string)
    await manager.updateDoc(document, Y.encodeStateAsUpdate(doc, before))
  }
}

export const sdk = command => calls[command.call](new DocumentManager(`ys://${command.token ? `${command.token}@` : ''}${command.server}`), command)
