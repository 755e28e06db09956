// Somebody at a real browser on a document.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { Network } from './server.mjs'

const PATIENCE_MS = 30_000
const SYSTEM_CHROMIUM = '/usr/bin/chromium'

const QUIETLY = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** The browser of the system, or the one npm brings along. */
export async function launch () {
  if (existsSync(SYSTEM_CHROMIUM)) return chromium.launch({ executablePath: SYSTEM_CHROMIUM, args: QUIETLY })
  const { default: packed } = await import('@sparticuz/chromium')
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...packed.args, ...QUIETLY] })
}

/** Runs an assertion until it holds; its last failure is thrown when patience is at its end. */
export async function eventually (assertion, patienceMs = PATIENCE_MS) {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      return await assertion()
    } catch (failure) {
      if (Date.now() > deadline) throw failure
      await sleep(50)
    }
  }
}

/** A browser profile of its own with one page, and a network that can be cut. What goes wrong in it is remembered. */
export class Person {
  complaints = []
  workers = []

  static async at (browser, server, { name = 'Ann', color, theme = 'light', viewport = { width: 1440, height: 900 }, storage = {}, ...context } = {}) {
    const person = new Person()
    person.network = await Network.to(server)
    person.context = await browser.newContext({ viewport, colorScheme: theme, ...context })
    const stored = { 'codecollab.me': JSON.stringify({ name, ...(color ? { color } : {}) }), ...storage }
    await person.context.addInitScript(values => {
      for (const [key, value] of Object.entries(values)) if (localStorage.getItem(key) === null) localStorage.setItem(key, value)
      addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI.slice(0, 100)}`))
    }, stored)
    person.page = await person.context.newPage()
    person.#watch()
    return person
  }

  #watch () {
    const { page } = this
    page.on('pageerror', error => this.complaints.push(`error: ${error.message}`))
    page.on('console', message => {
      // that the network is cut is what some tests are about, and browsers say so themselves
      const isOfNetwork = /WebSocket connection to|net::ERR_|Failed to load resource/.test(message.text())
      if (message.type() === 'error' && !isOfNetwork) this.complaints.push(`console: ${message.text().slice(0, 500)}`)
    })
    page.on('worker', worker => this.workers.push(worker.url()))
    this.context.on('request', request => {
      const isOwn = request.url().startsWith(this.network.origin) || /^(data|blob):/.test(request.url())
      if (!isOwn) this.complaints.push(`request to elsewhere: ${request.url()}`)
    })
    page.on('websocket', socket => {
      if (!socket.url().startsWith(this.network.origin.replace('http', 'ws'))) this.complaints.push(`WebSocket to elsewhere: ${socket.url()}`)
    })
    page.on('dialog', dialog => dialog.accept(this.answer))
  }

  /** Opens a page of the server. */
  async visit (path) {
    await this.page.goto(this.network.origin + path)
    return this
  }

  /** Opens a document and waits until one can write. */
  async open (document) {
    await this.visit(`/d/${encodeURIComponent(document)}`)
    await this.editor.waitFor()
    await eventually(async () => assert.match(await this.status(), /^(live|saved|read-only)$/))
    return this
  }

  get editor () {
    return this.page.locator('.work-editor .monaco-editor .view-lines').first()
  }

  async write (text) {
    await this.editor.click()
    await this.page.keyboard.type(text)
  }

  press (keys) {
    return this.page.keyboard.press(keys)
  }

  /** The lines that are shown. */
  async text () {
    const lines = await this.page.locator('.work-editor .view-line').evaluateAll(nodes =>
      nodes.map(node => [parseFloat(node.style.top), node.textContent]).sort((a, b) => a[0] - b[0]))
    return lines.map(([, text]) => text.replace(/\u00a0/g, ' ').replace(/\u200b/g, '')).join('\n')
  }

  /** One of the words of `connection/Status.ts`. */
  status () {
    return this.page.locator('.status-chip').getAttribute('data-status')
  }

  button (name) {
    return this.page.getByRole('button', { name })
  }

  panel (name) {
    return this.page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name }).click()
  }

  async chooseLanguage (name) {
    await this.button(/^Language:/).click()
    await this.page.keyboard.type(name)
    await this.page.getByRole('option', { name }).first().waitFor()
    await this.press('Enter')
    await eventually(async () => assert.equal(await this.button(/^Language:/).innerText(), name))
  }

  async close () {
    await this.context.close()
    this.network.close()
    assert.deepEqual(this.complaints, [], 'what the browser complained about')
  }
}
