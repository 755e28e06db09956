/** Reads what JMH wrote with `-rf json`, and what it lists with `-lp`. */
import { quantile } from './timing.mjs'

const TO_MS = { 'ns/op': 1e-6, 'us/op': 1e-3, 'ms/op': 1, 's/op': 1e3 }

/**
 * Median and percentiles in milliseconds per run, of the only benchmark in the result. Sampled runs are single runs;
 * averaged ones are the averages of iterations.
 */
export function readJmhResult(result) {
  if (result.length !== 1) {
    throw new Error(`expected the result of one benchmark, count=${result.length}`)
  }
  const { primaryMetric: metric } = result[0]
  const samples = (metric.rawDataHistogram ? sampled(metric) : averaged(metric)).toSorted((a, b) => a - b)
  const factor = TO_MS[metric.scoreUnit]
  return {
    unit: 'ms',
    median: quantile(samples, 0.5) * factor,
    p10: quantile(samples, 0.1) * factor,
    p90: quantile(samples, 0.9) * factor,
    runs: samples.length,
  }
}

/** forks of iterations of [value, count]. */
function sampled({ rawDataHistogram }) {
  return rawDataHistogram.flat(2).flatMap(([value, count]) => Array(count).fill(value))
}

/** forks of iterations. */
function averaged({ rawData }) {
  return rawData.flat()
}

/** The benchmarks, under the names they have in questions.json, that have a parameter of this name. */
export function benchmarksWithParam(listing, name) {
  const found = new Set()
  let benchmark = ''
  for (const line of listing.split('\n')) {
    const param = /^\s+param "(.*)" = /.exec(line)
    if (!param) benchmark = line.trim().replace(/^io\.codecollab\.bench\./, '')
    else if (param[1] === name) found.add(benchmark)
  }
  return found
}
