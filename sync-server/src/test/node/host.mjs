// Hosts editors and does what JSON lines on stdin say. Ends with its input.
//
//   line   := { id, editor, do, ... }         do: "open", or a method of the editor or of its client
//   answer := { id, result } | { id, error }  in the order in which they are ready; one editor's are in its order

import * as readline from 'node:readline'
import { Editor } from './editor.mjs'

console.log = console.error // stdout is for answers
console.warn = (...parts) => {
  const message = parts.map(part => part?.message ?? part).join(' ')
  if (!message.startsWith('connect() called while')) console.error(message) // y-sweet says so at each lost connection
}

const editors = new Map()

const open = async command => {
  const family = command.kind.replace(/-\d+$/, '') // y-websocket-3 is a y-websocket
  const { dialect } = await import(`./dialects/${family}.mjs`)
  const { Y, connect } = await dialect(command)
  editors.set(command.editor, new Editor(Y, connect))
}

/** What can be asked about the socket of any client. */
const sockets = {
  frames: ({ traffic }) => traffic.frames,
  opened: ({ traffic }) => traffic.openings,
  lastClose: ({ traffic }) => traffic.closeCodes.at(-1),
  raw: ({ traffic }, { hex }) => traffic.socket.send(Buffer.from(hex, 'hex')),
  pause: ({ traffic }) => traffic.socket.pause(),
  resume: ({ traffic }) => traffic.socket.resume()
}

const execute = async command => {
  if (command.do === 'open') return open(command)
  if (command.do === 'sdk') return (await import('./sdk.mjs')).sdk(command)
  const editor = editors.get(command.editor)
  if (!editor) throw new Error(`no editor ${command.editor}`)
  if (sockets[command.do]) return sockets[command.do](editor.client, command)
  if (command.do === 'close') editors.delete(command.editor)
  const target = editor[command.do] ? editor : editor.client
  if (!target[command.do]) throw new Error(`${command.editor} cannot ${command.do}`)
  return target[command.do](command)
}

const answer = line => process.stdout.write(JSON.stringify(line) + '\n')

const busy = new Map() // editor -> the end of what it was told to do

for await (const line of readline.createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  const turn = (busy.get(command.editor) ?? Promise.resolve())
    .then(() => execute(command))
    .then(
      result => answer({ id: command.id, result: result ?? null }),
      error => answer({ id: command.id, error: String(error?.stack ?? error) })
    )
  busy.set(command.editor, turn)
}
process.exit(0)
