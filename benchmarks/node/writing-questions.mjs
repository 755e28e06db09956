/** Questions in which users write, each with a replica; see questions.mjs for what a question is. */
import assert from 'node:assert/strict'
import { scenarioOf } from './crdt-inputs.mjs'
import { planOf, readEditingTrace, TraceReplay } from './editing-trace.mjs'

export const WRITING_QUESTIONS = {
  'EditingTraces.replay': (engine, traces, { file }) => {
    const trace = readEditingTrace(traces.editingTrace(file))
    const plan = planOf(trace)
    return {
      operations: 1,
      prepare: () => new TraceReplay(trace, plan, (options) => engine.replica({ ...options, format: 'v1' })),
      run: (replay) => replay.run(),
      check: (authors) => {
        for (const author of authors) assert.ok(author.text() === trace.endContent, 'text is not what the trace ends with')
      },
      release: (replay) => replay.free(),
    }
  },

  'CrdtBenchmarks.time': (engine, traces, { benchmark }) => {
    const scenario = scenarioOf(benchmark, engine, traces)
    return {
      operations: 1,
      prepare: () => scenario.start(),
      run: (start) => start.go(),
      check: (contents) => scenario.check(contents),
      release: (start) => start.free(),
    }
  },

  'CrdtBenchmarksHuge.time': (engine, traces, { copies = 100 }) => {
    const edits = traces.edits().map((edit) => [edit])
    const expected = traces.text('b4-final.txt').repeat(copies)
    let bytes = 0
    return {
      operations: 1,
      prepare: () => engine.replica({ client: READER, format: 'v2', listener: (update) => (bytes += update.length) }),
      run: (writer) => {
        const begin = performance.now()
        for (let i = 0; i < copies; i++) {
          for (const edit of edits) writer.edit(edit)
          if (performance.now() - begin > MOST_SECONDS * 1_000) throw new GaveUp(`${i + 1} of ${copies} rounds in ${MOST_SECONDS} s`)
        }
        return writer.text()
      },
      check: (text) => assert.ok(bytes > 0 && text === expected, 'text is not that of the trace a hundred times over'),
      release: (writer) => writer.free(),
    }
  },

  'CrdtBenchmarks.parse': (engine, traces, { benchmark }) => {
    const scenario = scenarioOf(benchmark, engine, traces)
    const { saved, content } = finished(scenario)
    return {
      operations: 1,
      prepare: () => scenario.replica(READER),
      run: (reader) => scenario.parse(reader, saved),
      check: (parsed) => assert.deepEqual(parsed, content),
      release: (reader) => reader.free(),
    }
  },
}

/** Whoever is not through with the hundredfold paper by then gives up. */
const MOST_SECONDS = 300

/** What an engine cannot do in time; the reason is its message. */
export class GaveUp extends Error {}

/** Sizes in bytes, as the crdt-benchmarks define them. */
export const WRITING_SIZES = {
  'CrdtSizes.update': (engine, traces, { benchmark }) => finished(scenarioOf(benchmark, engine, traces)).updateBytes,
  'CrdtSizes.document': (engine, traces, { benchmark }) => finished(scenarioOf(benchmark, engine, traces)).saved.length,
}

/** Somebody who has written nothing. */
const READER = 7

/** What comes of a scenario that was run once, and checked. */
export function finished(scenario) {
  const start = scenario.start()
  const contents = start.go()
  scenario.check(contents)
  const end = { content: contents[0], saved: start.save(), updateBytes: start.updateBytes() }
  start.free()
  return end
}
