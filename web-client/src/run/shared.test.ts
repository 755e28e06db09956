import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readShared, share, type SharedRun } from './shared'

const RUN: SharedRun = {
  by: 'Ann',
  language: 'python',
  file: 'main.py',
  at: 1,
  durationMs: 12,
  output: [{ kind: 'out', text: 'hello' }],
}

describe('a run that is shared', () => {
  it('is seen by others', () => {
    const ann = new Y.Doc()
    const bob = new Y.Doc()
    share(ann.getMap('run'), RUN)
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann))

    expect(readShared(bob.getMap('run'))).toEqual(RUN)
  })

  it('is none where somebody wrote something else', () => {
    const map = new Y.Doc().getMap<unknown>('run')
    expect(readShared(map)).toBeUndefined()
    for (const value of ['text', null, { by: 'Ann' }, { ...RUN, at: 'now' }]) {
      map.set('last', value)
      expect(readShared(map)).toBeUndefined()
    }
    map.set('last', { ...RUN, output: 'none' })
    expect(readShared(map)?.output).toEqual([])
  })
})
