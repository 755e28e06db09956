// Takes the pictures of the README: node screenshots.mjs FOLDER, with CODECOLLAB_JAR.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually, launch, Person } from './person.mjs'
import { Server } from './server.mjs'

const folder = process.argv[2] ?? '.'
mkdirSync(folder, { recursive: true })

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

const CODE = `"""Who is free when? Merges calendars that were edited apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, order=True)
class Slot:
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return int((self.end - self.start) / timedelta(minutes=1))


def merge(slots: list[Slot]) -> list[Slot]:
    """Slots that touch or overlap become one."""
    merged: list[Slot] = []
    for slot in sorted(slots):
        if merged and slot.start <= merged[-1].end:
            last = merged.pop()
            merged.append(Slot(last.start, max(last.end, slot.end)))
        else:
            merged.append(slot)
    return merged


def free(busy: list[Slot], at_least: int = 30) -> list[Slot]:
    gaps = (Slot(a.end, b.start) for a, b in pairwise(merge(busy)))
    return [gap for gap in gaps if gap.minutes >= at_least]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute)


busy = [Slot(at(9), at(10)), Slot(at(9, 30), at(11)), Slot(at(13), at(14)), Slot(at(16), at(17))]
for gap in free(busy):
    print(f"{gap.start:%H:%M} to {gap.end:%H:%M}, {gap.minutes} minutes")
`

const BEFORE = CODE.replace('@dataclass(frozen=True, order=True)', '@dataclass').replace(
  '    """Slots that touch or overlap become one."""\n',
  ''
).replace('slot.start <= merged', 'slot.start < merged').replace('at_least: int = 30', 'at_least: int')

async function put (server, document, text) {
  const root = `http://127.0.0.1:${server.port}/api/v1/documents/${document}`
  const before = await fetch(`${root}/text?type=code`)
  const length = before.ok ? (await before.text()).length : 0
  await fetch(`${root}/text?type=code`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ edits: [{ offset: 0, length, text }] })
  })
}

const browser = await launch()
const server = await Server.start()
const root = `http://127.0.0.1:${server.port}/api/v1/documents/calendar`

await put(server, 'calendar', BEFORE)
await fetch(`${root}/versions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"name":"First draft"}'
})
await put(server, 'calendar', CODE)
await fetch(`${root}/versions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"name":"Sorted slots"}'
})

const at = (name, more) => Person.at(browser, server, { name, ...more })
const bob = await (await at('Björn', { color: '#b3361a' })).open('calendar')
const eve = await (await at('Chipo', { color: '#7a3aa8' })).open('calendar')
await bob.page.getByRole('list', { name: 'Files' }).getByRole('button', { name: 'main.txt', exact: true }).focus()
await bob.press('F2')
await bob.press('Control+a')
await bob.page.keyboard.type('calendar.py')
await bob.press('Enter')

/** Puts a cursor into a line that is shown, with something selected. */
async function pointAt (person, line, times) {
  await person.page.locator('.work-editor .view-line').filter({ hasText: line }).first().click()
  await person.press('Home') // names are shown beside cursors that move
  await sleep(300)
  await person.press('End')
  for (let i = 0; i < times; i++) await person.press('Shift+Control+ArrowLeft')
}

async function say (person, text) {
  if (await person.page.getByRole('textbox', { name: 'Message' }).count() === 0) await person.panel('Chat')
  await person.page.getByRole('textbox', { name: 'Message' }).fill(text)
  await person.press('Enter')
}

await say(bob, 'The slots have to be sorted before they are merged')
await say(eve, 'Yes. And touching ones count: ≤ instead of <')

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark']) {
    const shoot = (person, what) => person.page.screenshot({ path: join(folder, `${what}-${size}-${theme}.png`) })
    const more = { theme, viewport, color: '#0b6e99', ...(size === 'phone' ? { hasTouch: true, isMobile: true } : {}) }
    const ann = await at('Amara', more)
    await ann.open('calendar')
    await ann.visit('/')
    await sleep(800)
    await shoot(ann, 'landing')

    await ann.open('calendar')
    await sleep(1_500)
    if (size === 'desktop') await ann.panel('Chat')
    await pointAt(bob, 'if merged and', 3)
    await pointAt(eve, 'gaps = (Slot', 0)
    await sleep(700)
    await shoot(ann, 'editor')
    if (size === 'desktop') await ann.panel('Chat')

    await ann.panel('Run')
    await ann.page.locator('#panel-run').getByRole('button', { name: 'Run', exact: true }).click()
    await eventually(async () => {
      if (!/Done in/.test(await ann.page.locator('#panel-run').innerText())) throw new Error('it runs')
    }, 60_000)
    await sleep(500)
    await shoot(ann, 'run')
    await ann.page.locator('#panel-run').getByRole('button', { name: /^Close/ }).click()

    await ann.panel('History')
    await ann.page.getByRole('list', { name: 'Versions' }).getByRole('button', { name: /First draft/ }).click()
    await ann.page.locator('.monaco-diff-editor .view-line').first().waitFor()
    await sleep(1_500)
    await shoot(ann, 'history')
    await ann.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await ann.page.locator('#panel-history').getByRole('button', { name: /^Close/ }).click()

    ann.network.cutWebSockets()
    await eventually(async () => {
      if ((await ann.status()) !== 'offline') throw new Error('it goes offline')
    })
    await ann.editor.click({ position: { x: 5, y: 5 } })
    await ann.press('Control+End')
    await ann.page.keyboard.type('# back in an hour')
    await sleep(1_800)
    await shoot(ann, 'offline')
    for (let i = 0; i < 17; i++) await ann.press('Backspace')
    ann.network.mend()

    await ann.visit('/admin')
    await sleep(1_200)
    await shoot(ann, 'admin')
    await ann.context.close()
    ann.network.close()
  }
}
await browser.close()
await server.close()
process.exit(0)
