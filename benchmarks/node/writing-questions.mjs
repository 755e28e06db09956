/** Questions in which users write, each with a replica; see questions.mjs for what a question is. */
import assert from 'node:assert/strict'
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
}
