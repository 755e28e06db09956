/** One line of Prometheus text: a name, its labels, a number. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})?\s+(\S+)/
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g

/** What `/metrics` says; comments and lines that are none are left out. */
export function readMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const match = LINE.exec(line)
    if (match === null || line.startsWith('#')) {
      return []
    }
    const labels = Object.fromEntries([...(match[2] ?? '').matchAll(LABEL)].map((label) => [label[1], label[2]]))
    return [{ name: match[1] as string, labels, value: Number((match[3] as string).replace('Inf', 'Infinity')) }]
  })
}

/** The only, or the sum of all, values of a name. */
export function total(samples: readonly Sample[], name: string): number {
  return samples.filter((sample) => sample.name === name).reduce((sum, sample) => sum + sample.value, 0)
}

/** How long a stage of the server takes, in seconds. */
export interface Stage {
  name: string
  count: number
  median: number
  p99: number
}

const STAGE = 'codecollab_stage_seconds'

/** Where an edit comes by, in this order. */
const ORDER = ['decode', 'merge', 'relay', 'fan-out', 'commit']

/** The stages that did something, as of the buckets of their histograms. */
export function stages(samples: readonly Sample[]): Stage[] {
  return ORDER.flatMap((name) => {
    const count = value(samples, `${STAGE}_count`, name)
    const buckets = samples
      .filter((sample) => sample.name === `${STAGE}_bucket` && sample.labels['stage'] === name)
      .map((sample) => ({ le: Number(sample.labels['le']?.replace('+Inf', 'Infinity')), count: sample.value }))
      .sort((a, b) => a.le - b.le)
    return count === 0 ? [] : [{ name, count, median: quantile(buckets, 0.5), p99: quantile(buckets, 0.99) }]
  })
}

/** Between the bounds of the bucket it falls into, as if those in it were spread evenly. */
function quantile(buckets: readonly { le: number; count: number }[], part: number): number {
  const rank = part * (buckets.at(-1)?.count ?? 0)
  const i = buckets.findIndex((bucket) => bucket.count >= rank)
  const [below, at] = [buckets[i - 1] ?? { le: 0, count: 0 }, buckets[i]]
  if (at === undefined || at.le === Infinity) {
    return below.le
  }
  return below.le + ((at.le - below.le) * (rank - below.count)) / Math.max(1, at.count - below.count)
}

function value(samples: readonly Sample[], name: string, stage: string): number {
  return samples.find((sample) => sample.name === name && sample.labels['stage'] === stage)?.value ?? 0
}
