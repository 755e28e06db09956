/** The figures of a session with servers, in the form of answers to questions: a cost, so that less is better. */
import { quantile } from './timing.mjs'
import { digits } from './table.mjs'

/**
 * What is compared of a row: how it is called, its unit, below which part a change is never believed, and how it is read out of
 * a report.
 */
const FIGURES = [
  { what: 'time per delivered edit', unit: 'us', least: 0.1, of: ({ deliveredPerSecond }) => 1e6 / deliveredPerSecond, saturated: true },
  { what: 'CPU per delivered edit', unit: 'us', least: 0.1, of: ({ server }) => server?.cpuMicrosPerDelivered },
  { what: 'median latency', unit: 'ms', least: 0.2, of: ({ latencyMs }) => latencyMs.p50 },
  { what: '99 % latency', unit: 'ms', least: 0.3, of: ({ latencyMs }) => latencyMs.p99 },
]

/** A run that was not clean fails all figures of its server in that row. One run has no spread. */
export function loadCells({ rows }) {
  return rows.flatMap((row) =>
    FIGURES.filter(({ saturated }) => !saturated || row.mode === 'saturation').flatMap(({ what, unit, least, of }) =>
      Object.entries(row.answers).flatMap(([engine, reports]) => {
        const id = `${row.work} ${row.mode ?? ''} ${row.rate ?? ''} ${what}`
        const rate = row.rate ? `, ${digits(row.rate)} edits/s` : ''
        const answer = answerOf(reports, of)
        return answer ? [{ id, question: `${row.work}${rate}: ${what}`, engine, unit, least, answer }] : []
      }),
    ),
  )
}

function answerOf(reports, of) {
  if (reports.some(({ clean }) => !clean)) return { failed: 'not clean' }
  const values = reports.map(of).filter((value) => value > 0 && Number.isFinite(value)).sort((a, b) => a - b)
  if (values.length === 0) return null
  return { median: quantile(values, 0.5), p10: values[0], p90: values.at(-1), runs: values.length }
}
