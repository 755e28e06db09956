import { unzipSync, strFromU8 } from 'fflate'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Files } from './Files'
import { readTexts, textOf } from './importing'
import { zipped } from './zip'

test('texts are read, other bytes are left and named', async () => {
  const { files, left } = await readTexts([
    new File(['ä\r\n🙂'], 'a.txt'),
    new File([Uint8Array.of(0xff, 0xfe, 0)], 'b.png'),
    new File([new Uint8Array(1_000_001).fill(97)], 'c.txt'),
  ])
  expect(files).toEqual([{ name: 'a.txt', content: 'ä\r\n🙂' }])
  expect(left).toEqual(['b.png', 'c.txt'])
})

test('a mark of the byte order is no part of a text', () => {
  expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 97))).toBe('a')
  expect(textOf(Uint8Array.of(97, 0))).toBeUndefined()
})

test('what is downloaded can be imported again', () => {
  const files = new Files(new Y.Doc())
  files.import([
    { name: 'src/a.js', content: 'let a = "ü🙂"\n' },
    { name: 'src/a.js', content: '' },
  ])
  const unzipped = unzipSync(zipped(files.list.get()))
  expect(Object.fromEntries(Object.entries(unzipped).map(([name, bytes]) => [name, strFromU8(bytes)]))).toEqual({
    'main.txt': '',
    'src/a.js': 'let a = "ü🙂"\n',
    'src/a-2.js': '',
  })
})
