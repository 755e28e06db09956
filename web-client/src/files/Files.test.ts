import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MAIN, mainText } from '../document/schema'
import { Files } from './Files'
import { cleanName, uniqueName } from './names'

describe('the files of a document', () => {
  let doc: Y.Doc
  let files: Files
  const names = () => files.list.get().map((file) => file.name)

  beforeEach(() => {
    doc = new Y.Doc()
    files = new Files(doc)
  })

  test('there is a main file from the start, and looking at it writes nothing', () => {
    expect(names()).toEqual(['main.txt'])
    expect(files.get(MAIN)?.text).toBe(mainText(doc))
    expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(new Y.Doc()))
  })

  test('a new file comes last, with a name of its own', () => {
    files.create('a.js', 'let a\r\nlet b\r')
    const id = files.create('a.js')
    expect(names()).toEqual(['main.txt', 'a.js', 'a-2.js'])
    expect(files.list.get()[1]?.text.toString()).toBe('let a\nlet b\n')
    expect(files.get(id)?.language).toBe('javascript')
  })

  test('the main file can be renamed, gets the language of its name, and keeps its text', () => {
    mainText(doc).insert(0, 'print(1)')
    files.rename(MAIN, 'run.py')
    expect(files.get(MAIN)).toMatchObject({ name: 'run.py', language: 'python' })
    expect(files.get(MAIN)?.text.toString()).toBe('print(1)')
  })

  test('the main file is called as its language suggests, until somebody names it', () => {
    files.setLanguage(MAIN, 'python')
    expect(names()).toEqual(['main.py'])
    files.rename(MAIN, 'start')
    expect(names()).toEqual(['start'])
  })

  test('a chosen language outlives a rename', () => {
    files.setLanguage(MAIN, 'rust')
    files.rename(MAIN, 'a.py')
    expect(files.get(MAIN)?.language).toBe('rust')
  })

  test('files are moved to any place', () => {
    const a = files.create('a')
    const b = files.create('b')
    files.move(b, 0)
    expect(names()).toEqual(['b', 'main.txt', 'a'])
    files.move(a, 1)
    expect(names()).toEqual(['b', 'a', 'main.txt'])
    files.move(b, 2)
    expect(names()).toEqual(['a', 'main.txt', 'b'])
  })

  test('files that two people made at once can be told apart, and moved between one another', () => {
    for (const [id, name] of [
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]) {
      doc.getMap('files').set(
        id as string,
        new Y.Map<unknown>([
          ['name', name],
          ['order', 1],
          ['text', new Y.Text()],
        ]),
      )
    }
    files.move('c', 2)
    expect(names()).toEqual(['main.txt', 'a', 'c', 'b'])
  })

  test('the main file can be removed, and others can', () => {
    const a = files.create('a', 'text')
    files.remove(MAIN)
    expect(names()).toEqual(['a'])
    files.remove(a)
    expect(names()).toEqual([])
  })

  test('two who work apart end with the same list', () => {
    const other = new Y.Doc()
    const theirs = new Files(other)
    files.create('mine')
    theirs.create('theirs')
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    expect(names()).toEqual(theirs.list.get().map((file) => file.name))
    expect(names()).toHaveLength(3)
  })

  test('what strangers write into the map does no harm', () => {
    const map = doc.getMap<unknown>('files')
    map.set('x', 'no map')
    map.set('y', new Y.Map([['name', 'no text']]))
    map.set(
      'z',
      new Y.Map<unknown>([
        ['name', 7],
        ['order', Number.NaN],
        ['text', new Y.Text('t')],
      ]),
    )
    expect(names()).toEqual(['main.txt', 'untitled'])
  })
})

describe('names of files', () => {
  test('are made fit', () => {
    expect(cleanName('  a.js ')).toBe('a.js')
    expect(cleanName('..\\..//x/./y.py')).toBe('x/y.py')
    expect(cleanName('\u0000/..')).toBe('')
  })

  test('keep their ending when they are varied', () => {
    expect(uniqueName('src/a.b.ts', new Set(['src/a.b.ts', 'src/a.b-2.ts']))).toBe('src/a.b-3.ts')
    expect(uniqueName('.env', new Set(['.env']))).toBe('.env-2')
    expect(uniqueName('', new Set())).toBe('untitled')
  })
})
