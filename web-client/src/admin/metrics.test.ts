import { describe, expect, it } from 'vitest'
import { readMetrics, stages, total } from './metrics'

const TEXT = `# HELP codecollab_sessions Clients on documents
# TYPE codecollab_sessions gauge
codecollab_sessions{dialect="hocuspocus"} 2.0
codecollab_sessions{dialect="y-websocket"} 1.0
codecollab_unsaved_bytes 0.0
codecollab_stage_seconds_bucket{stage="merge",le="1.0E-5"} 50
codecollab_stage_seconds_bucket{stage="merge",le="2.5E-5"} 100
codecollab_stage_seconds_bucket{stage="merge",le="+Inf"} 100
codecollab_stage_seconds_count{stage="merge"} 100
codecollab_stage_seconds_count{stage="relay"} 0
`

describe('metrics', () => {
  it('are read line by line', () => {
    const samples = readMetrics(TEXT)

    expect(samples).toHaveLength(8)
    expect(samples[0]).toEqual({ name: 'codecollab_sessions', labels: { dialect: 'hocuspocus' }, value: 2 })
    expect(total(samples, 'codecollab_sessions')).toBe(3)
    expect(total(samples, 'nothing')).toBe(0)
  })

  it('say how long a stage takes, as far as its buckets tell', () => {
    const [merge, ...others] = stages(readMetrics(TEXT))

    expect(others).toEqual([])
    expect(merge?.name).toBe('merge')
    expect(merge?.median).toBeCloseTo(1e-5)
    expect(merge?.p99).toBeCloseTo(2.47e-5)
  })
})
