// codecollab.jar as a process, and ways to it that can be cut.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const JAVA = process.env.CODECOLLAB_JAVA ?? 'java'
const JAR = process.env.CODECOLLAB_JAR

/** A server on a port and a data folder that outlast its restarts. */
export class Server {
  #process
  #data = mkdtempSync(join(tmpdir(), 'codecollab-browser-'))
  #options
  port = 0

  static async start (...options) {
    const server = new Server()
    server.#options = options
    await server.start()
    return server
  }

  async start () {
    const args = ['-Xmx512m', '-jar', JAR, '--port', String(this.port), '--data', this.#data, ...this.#options]
    this.#process = spawn(JAVA, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const output = []
    this.port = await new Promise((resolve, reject) => {
      this.#process.on('exit', code => reject(new Error(`codecollab.jar ended with ${code}: ${output.join('')}`)))
      this.#process.stdout.on('data', chunk => {
        output.push(chunk)
        const listening = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output.join(''))
        if (listening) resolve(Number(listening[1]))
      })
    })
  }

  /** Ends it as an operator would. */
  async stop () {
    if (this.#process.exitCode !== null) return
    const ended = new Promise(resolve => this.#process.on('exit', resolve))
    this.#process.kill('SIGTERM')
    const overdue = setTimeout(() => this.#process.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(overdue)
  }

  async close () {
    await this.stop()
    rmSync(this.#data, { recursive: true, force: true })
  }
}

/** The network between one browser and the server. */
export class Network {
  #sockets = new Set()
  #listener
  #server
  /** Whether new connections get through: all of them, all but WebSockets, or none. */
  #lets = 'all'

  static async to (server) {
    const network = new Network()
    network.#server = server
    network.#listener = net.createServer(socket => network.#onConnection(socket))
    await new Promise(resolve => network.#listener.listen(0, '127.0.0.1', resolve))
    return network
  }

  get origin () {
    return `http://127.0.0.1:${this.#listener.address().port}`
  }

  /** From now on nothing gets through. */
  cut () {
    this.#lets = 'none'
    this.#hangUp()
  }

  /** From now on pages can be loaded, and WebSockets do not get through. */
  cutWebSockets () {
    this.#lets = 'pages'
    this.#hangUp()
  }

  mend () {
    this.#lets = 'all'
  }

  close () {
    this.#hangUp()
    this.#listener.close()
  }

  #hangUp () {
    for (const socket of this.#sockets) socket.destroy()
  }

  #onConnection (socket) {
    socket.on('error', () => {})
    if (this.#lets === 'none') return socket.destroy()
    this.#track(socket)
    socket.once('data', first => {
      if (this.#lets === 'pages' && /^GET \/ws/.test(first.toString('latin1'))) return socket.destroy()
      const onward = net.connect(this.#server.port, '127.0.0.1')
      this.#track(onward)
      onward.on('error', () => socket.destroy())
      onward.on('close', () => socket.destroy())
      socket.on('close', () => onward.destroy())
      onward.write(first)
      socket.pipe(onward)
      onward.pipe(socket)
    })
  }

  #track (socket) {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
  }
}
