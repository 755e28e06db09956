import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { indexOf } from './index.mjs'
import { sessionOf } from './table-session.mjs'

test('every session has a line that says what it answers, the newest first', () => {
  const folder = mkdtempSync(join(os.tmpdir(), 'index-'))
  try {
    const questions = {
      date: '2026-02-02T00:00:00Z',
      pace: 'full',
      traces: 'recorded',
      machine: { cpu: 'a cpu', cores: 2 },
      jdks: [{ name: 'java-17', version: '17.0.1' }],
      rows: [
        { question: 'LocalEdit.edit', answers: { 'java-17': {}, yjs: {} } },
        { question: 'LocalEdit.edit', answers: { 'java-17': {}, yrs: {} } },
        { question: 'LoadHuge.load', answers: { 'java-17': {} } },
      ],
    }
    writeFileSync(join(folder, 'later.json'), JSON.stringify(questions))
    writeFileSync(join(folder, 'later.md'), '')
    writeFileSync(join(folder, 'earlier.json'), JSON.stringify(sessionOf(['y-websocket'], { mode: 'saturation', answers: {} })))
    assert.deepEqual(indexOf(folder).split('\n').slice(-4), [
      '|---|---|---|---|---|---|',
      '| [later](later.md) | 3 rows: LocalEdit, LoadHuge | java-17, yjs, yrs | full | JDK 17.0.1, recorded traces | a cpu, 2 cores |',
      '| earlier | loads: one room | codecollab, y-websocket | quick | Java 17 | a cpu, 2 cores |',
      '',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
