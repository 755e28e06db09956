// What people do at their browsers. Each scenario is a test of BrowserIT.

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from './person.mjs'
import { SECRET, signedIn } from './tokens.mjs'

const count = (text, letter) => [...text].filter(each => each === letter).length

/** Writes a text over REST: what is typed into the editor is indented by it. */
async function put (server, document, text) {
  const root = `http://127.0.0.1:${server.port}/api/v1/documents/${encodeURIComponent(document)}/text?type=code`
  const before = await fetch(root)
  const length = before.ok ? (await before.text()).length : 0
  const answer = await fetch(root, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ edits: [{ offset: 0, length, text }] })
  })
  assert.equal(answer.status, 200)
}

async function stored (server, document) {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/documents/${encodeURIComponent(document)}/text?type=code`)
  return answer.ok ? answer.text() : ''
}

export async function twoWhoTypeAtOnceInOnePlaceEndWithTheSameText ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('together')
  const bob = await (await person(server, { name: 'Bob' })).open('together')

  await Promise.all([ann.write('a'.repeat(60)), bob.write('b'.repeat(60))])

  await eventually(async () => {
    const text = await ann.text()
    assert.equal(await bob.text(), text)
    assert.equal(count(text, 'a'), 60)
    assert.equal(count(text, 'b'), 60)
  })
  await eventually(async () => assert.deepEqual([await ann.status(), await bob.status()], ['saved', 'saved']))
  assert.equal(await stored(server, 'together'), await ann.text())
}

export async function whoWasOfflineComesBackWithWhatTheyWrote ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('apart')
  const bob = await (await person(server, { name: 'Bob' })).open('apart')
  await ann.write('both\n')
  await eventually(async () => assert.match(await bob.text(), /both/))

  bob.network.cut()
  await eventually(async () => assert.equal(await bob.status(), 'offline'))
  await bob.press('Control+End')
  await bob.write('from Bob')
  await ann.press('Control+Home')
  await ann.page.keyboard.type('from Ann\n')
  const banner = bob.page.getByRole('region', { name: 'Connection problem' })
  await eventually(async () => assert.match(await banner.innerText(), /8 edits wait in this browser/))
  assert.doesNotMatch(await ann.text(), /from Bob/)
  bob.network.mend()

  await eventually(async () => {
    assert.match(await ann.text(), /from Ann\n(.*\n)*.*from Bob/)
    assert.equal(await bob.text(), await ann.text())
    assert.equal(await bob.status(), 'saved')
  })
  await banner.waitFor({ state: 'detached' })
}

export async function aReloadKeepsWhatWasNotSent ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('kept')
  await ann.write('sent. ')
  await eventually(async () => assert.equal(await ann.status(), 'saved'))

  ann.network.cutWebSockets()
  await eventually(async () => assert.equal(await ann.status(), 'offline'))
  await ann.write('not sent')
  await sleep(500)
  await ann.page.reload()

  await eventually(async () => assert.equal(await ann.text(), 'sent. not sent'))
  assert.equal(await stored(server, 'kept'), 'sent. ')
  ann.network.mend()
  await eventually(async () => assert.equal(await stored(server, 'kept'), 'sent. not sent'))
  await eventually(async () => assert.match(await ann.status(), /live|saved/))
}

export async function cursorsAndNamesAppear ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('meeting')
  const bob = await (await person(server, { name: 'Bob' })).open('meeting')

  await ann.write('here I am')

  await eventually(async () => assert.match(await bob.page.locator('.peer-caret').innerText(), /Ann/))
  await eventually(async () => assert.match(await bob.page.getByRole('region', { name: /^People/ }).innerText(), /Ann[^]*Bob|Bob[^]*Ann/))
  await ann.press('Shift+Home')
  await bob.page.locator('.peer-selection').first().waitFor()
  await ann.context.close()
  await bob.page.locator('.peer-caret').waitFor({ state: 'detached' })
}

export async function undoTakesBackOnesOwnEditsOnly ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('undo')
  const bob = await (await person(server, { name: 'Bob' })).open('undo')
  await ann.write('Ann wrote this. ')
  await eventually(async () => assert.match(await bob.text(), /this\. /))
  await bob.editor.click()
  await bob.press('Control+End')
  await bob.page.keyboard.type('Bob wrote that.')
  await eventually(async () => assert.match(await ann.text(), /that\./))

  await ann.editor.click()
  for (let i = 0; i < 5; i++) await ann.press('Control+z')

  await eventually(async () => assert.equal(await bob.text(), 'Bob wrote that.'))
  assert.equal(await ann.text(), 'Bob wrote that.')
  for (let i = 0; i < 5; i++) await ann.press('Control+Shift+z')
  await eventually(async () => assert.equal(await bob.text(), 'Ann wrote this. Bob wrote that.'))
}

export async function theLanguageIsTheSameForEverybody ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('code')
  const bob = await (await person(server, { name: 'Bob' })).open('code')

  await ann.chooseLanguage('Python')
  await ann.write('def f(): pass')

  await eventually(async () => assert.equal(await bob.button(/^Language:/).innerText(), 'Python'))
  await eventually(async () => assert.ok(await bob.page.locator('.work-editor .view-line span span').count() > 2, 'it is coloured'))
}

const run = person => person.page.locator('#panel-run').getByRole('button', { name: 'Run', exact: true }).click()
const output = person => person.page.getByRole('region', { name: 'Output', exact: true }).innerText()

export async function runsJavaScriptAndSharesWhatItSaid ({ serve, person }) {
  const server = await serve()
  const program = [
    'console.log("hello", { a: [1, 2] })',
    'console.error("careful")',
    'setTimeout(() => console.log("later"), 20)',
    'const outside = ["fetch", "WebSocket", "indexedDB", "postMessage", "Worker"].filter(name => name in globalThis)',
    'console.log("outside:", outside)',
    '6 * 7'
  ]
  await put(server, 'js', program.join('\n'))
  const ann = await (await person(server, { name: 'Ann' })).open('js')
  const bob = await (await person(server, { name: 'Bob' })).open('js')
  await ann.chooseLanguage('JavaScript')
  await ann.panel('Run')

  await run(ann)

  await eventually(async () => assert.match(await output(ann), /Done in \d+ m?s/))
  const said = await output(ann)
  assert.match(said, /hello \{ a: \[1, 2\] \}/)
  assert.match(said, /careful/)
  assert.match(said, /later/)
  assert.match(said, /outside: \[\]/)
  assert.match(said, /42/)
  await ann.button('Share output').click()
  await bob.panel('Run')
  await eventually(async () => assert.match(await bob.page.locator('#panel-run').innerText(), /Ann shared main[^]*hello/))
}

export async function stopsAnEndlessLoop ({ serve, person }) {
  const server = await serve()
  await put(server, 'loop', 'console.log("begun")\nwhile (true) {}')
  const ann = await (await person(server)).open('loop')
  await ann.chooseLanguage('JavaScript')
  await ann.panel('Run')

  await run(ann)
  await eventually(async () => assert.match(await output(ann), /begun/))
  await ann.button('Stop').click()
  await eventually(async () => assert.match(await output(ann), /Stopped after/))

  await ann.page.getByLabel('Time limit').selectOption('5')
  await run(ann)
  await eventually(async () => assert.match(await output(ann), /it took longer than 5 s/))
  await ann.write('// the page is still there\n')
  await eventually(async () => assert.match(await stored(server, 'loop'), /still there/))
}

export async function runsPythonFromTheJarAlone ({ serve, person }) {
  const server = await serve()
  const program = [
    'import sys, json',
    'print("Python", sys.version_info.major)',
    'print("careful", file=sys.stderr)',
    'import js',
    'print("outside:", [name for name in ("fetch", "indexedDB", "WebSocket") if hasattr(js, name)])',
    'json.dumps([x * x for x in range(4)])'
  ]
  await put(server, 'py', program.join('\n'))
  const ann = await (await person(server)).open('py')
  await ann.chooseLanguage('Python')
  await ann.panel('Run')

  await run(ann)

  await eventually(async () => assert.match(await output(ann), /Done in/), 60_000)
  const said = await output(ann)
  assert.match(said, /Python 3/)
  assert.match(said, /careful/)
  assert.match(said, /outside: \[\]/)
  assert.match(said, /'\[0, 1, 4, 9\]'/)

  await put(server, 'py', 'def f(n):\n    return 1 / n\n\nf(0)\n')
  await eventually(async () => assert.match(await ann.text(), /return/))
  await run(ann)
  await eventually(async () => assert.match(await output(ann), /Failed after[^]*line 4[^]*ZeroDivisionError/))

  await put(server, 'py', 'print("begun")\nwhile True: pass\n')
  await eventually(async () => assert.match(await ann.text(), /while/))
  await run(ann)
  await eventually(async () => assert.match(await output(ann), /Running/))
  await sleep(300)
  await ann.button('Stop').click()
  await eventually(async () => assert.match(await output(ann), /Stopped after/))
}

export async function whoMayOnlyReadCannotType ({ serve, person }) {
  const server = await serve('--auth', 'jwt', '--jwt-secret', SECRET)
  const ann = await (await person(server, { name: 'Ann', storage: signedIn('ann', { notes: 'editor' }) })).open('notes')
  await ann.write('Ann may write')
  await eventually(async () => assert.equal(await ann.status(), 'saved'))
  const bob = await (await person(server, { name: 'Bob', storage: signedIn('bob', { notes: 'viewer' }) })).open('notes')
  await eventually(async () => assert.equal(await bob.status(), 'read-only'))

  await bob.write('Bob may not')

  await sleep(300)
  assert.equal(await bob.text(), 'Ann may write')
  assert.equal(await ann.text(), 'Ann may write')
  await ann.write('!')
  await eventually(async () => assert.match(await bob.text(), /!/))
}

export async function peopleSignInAndInviteEachOther ({ serve, person }) {
  const server = await serve('--auth', 'jwt')
  const ann = await person(server, { name: 'Ann' })
  await ann.visit('/account')
  await ann.button('Make an account').click()
  await ann.page.getByLabel('Name').fill('ann')
  await ann.page.getByLabel('Password').fill('short')
  await ann.page.getByLabel('Password').fill('correct horse battery')
  await ann.page.locator('form').getByRole('button', { name: 'Make an account' }).click()
  await eventually(async () => assert.equal(new URL(ann.page.url()).pathname, '/'))
  const made = await ann.page.evaluate(async () => {
    const { accessToken } = JSON.parse(localStorage.getItem('codecollab.login'))
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
    const document = await (await fetch('/api/v1/documents', { method: 'POST', headers, body: '{}' })).json()
    const invitation = await fetch(`/api/v1/documents/${document.name}/invitations`, { method: 'POST', headers, body: '{"role":"editor"}' })
    return { name: document.name, secret: (await invitation.json()).secret }
  })
  await ann.open(made.name)
  await ann.write('for Bob')

  const bob = await person(server, { name: 'Bob' })
  await bob.visit(`/account#invitation=${made.secret}`)
  await bob.page.getByLabel('Name').fill('bob')
  await bob.page.getByLabel('Password').fill('another horse battery')
  await bob.page.locator('form').getByRole('button', { name: 'Make an account' }).click()
  await bob.button('Accept and open').click()

  await eventually(async () => assert.equal(await bob.text(), 'for Bob'))
  await bob.write('from Bob ')
  await eventually(async () => assert.match(await ann.text(), /from Bob/))

  const cleo = await person(server, { name: 'Cleo' })
  await cleo.visit('/account')
  await cleo.button('Make an account').click()
  await cleo.page.getByLabel('Name').fill('cleo')
  await cleo.page.getByLabel('Password').fill('a third horse battery')
  await cleo.page.locator('form').getByRole('button', { name: 'Make an account' }).click()
  await eventually(async () => assert.equal(new URL(cleo.page.url()).pathname, '/'))
  await ann.button('Share').click()
  await ann.page.getByLabel('User name of whom to invite').fill('cleo')
  await ann.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await ann.page.getByText('Invited, has not answered').waitFor()
  await cleo.visit('/account')
  await cleo.page.getByRole('button', { name: `Accept and open ${made.name}` }).click()
  await eventually(async () => assert.match(await cleo.text(), /from Bob/))
}

export async function aRestartLosesNothing ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('restarted')
  await ann.write('before. ')
  await eventually(async () => assert.equal(await ann.status(), 'saved'))

  await server.stop()
  await eventually(async () => assert.equal(await ann.status(), 'offline'))
  await ann.write('meanwhile. ')
  await server.start()

  await eventually(async () => assert.equal(await ann.status(), 'saved'))
  assert.equal(await ann.text(), 'before. meanwhile. ')
  assert.equal(await stored(server, 'restarted'), 'before. meanwhile. ')
}

export async function peopleTalkBesideADocument ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('talk')
  const bob = await (await person(server, { name: 'Bob' })).open('talk')
  await ann.panel('Chat')

  await ann.page.getByRole('textbox', { name: 'Message' }).fill('shall we? see https://example.org/plan')
  await ann.press('Enter')

  await eventually(async () => assert.match(await bob.page.getByRole('navigation', { name: 'Panels' }).innerText(), /1/))
  await bob.panel('Chat')
  await eventually(async () => assert.match(await bob.page.getByRole('log').innerText(), /Ann[^]*shall we\?/))
  assert.equal(await bob.page.getByRole('log').getByRole('link').getAttribute('href'), 'https://example.org/plan')
  await eventually(async () => assert.doesNotMatch(await bob.page.getByRole('navigation', { name: 'Panels' }).innerText(), /1/))
}

export async function oneGoesBackToAVersion ({ serve, person }) {
  const server = await serve()
  await put(server, 'history', 'one\ntwo\nthree\n')
  const ann = await (await person(server, { name: 'Ann' })).open('history')
  await ann.panel('History')
  await ann.page.getByLabel('Name of the version').fill('before the rewrite')
  await ann.button('Keep').click()
  await ann.page.getByRole('list', { name: 'Versions' }).getByRole('button').first().waitFor()
  await put(server, 'history', 'one\n2\nthree\nfour\n')
  await eventually(async () => assert.match(await ann.text(), /four/))

  await ann.page.getByRole('list', { name: 'Versions' }).getByRole('button', { name: /before the rewrite/ }).click()
  const dialog = ann.page.getByRole('dialog', { name: 'before the rewrite' })
  await dialog.locator('.monaco-diff-editor .view-line').first().waitFor()
  await eventually(async () => assert.match(await dialog.innerText(), /1 file has changed since/))
  await dialog.getByRole('button', { name: 'Restore' }).click()

  await eventually(async () => assert.equal(await stored(server, 'history'), 'one\ntwo\nthree\n'))
  await eventually(async () => assert.match(await ann.text(), /one\ntwo\nthree/))
}

export async function whoeverLooksAfterTheServerSeesWhatGoesOn ({ serve, person }) {
  const server = await serve()
  const ann = await (await person(server, { name: 'Ann' })).open('watched')
  await ann.write('something')
  const admin = await person(server, { name: 'Root' })

  await admin.visit('/admin')

  await eventually(async () => {
    const page = await admin.page.locator('main').innerText()
    assert.match(page, /watched/)
    assert.match(page, /hocuspocus 1/)
    assert.match(page, /commit/)
  })
  await admin.button('Compact').click()
  await eventually(async () => assert.match(await admin.page.locator('main').innerText(), /are a snapshot of/))
  await admin.button('Send away').click()
  await eventually(async () => assert.match(await ann.status(), /no-access|closed|offline/))
}

export async function aStrangerDoesNotLookAfterTheServer ({ serve, person }) {
  const server = await serve('--admin-token', 'a token that nobody guesses')
  const eve = await person(server, { name: 'Eve' })
  await eve.visit('/admin')
  await eve.page.getByLabel('Admin token').fill('a token that somebody guesses')
  await eve.button('Go on').click()
  await eventually(async () => assert.match(await eve.page.locator('main').innerText(), /not the admin token/i))

  await eve.page.getByLabel('Admin token').fill('a token that nobody guesses')
  await eve.button('Go on').click()
  await eventually(async () => assert.match(await eve.page.locator('main').innerText(), /Open documents/))
}

export async function everythingCanBeDoneWithTheKeyboard ({ serve, person }) {
  const server = await serve()
  const ann = await person(server, { name: 'Ann' })
  await ann.visit('/')
  const focused = () => ann.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
  for (let i = 0; i < 10 && !/^New document/.test(await focused()); i++) await ann.press('Tab')

  await ann.press('Enter')
  await ann.editor.waitFor()
  await eventually(async () => assert.match(await ann.status(), /live|saved/))
  await eventually(async () => assert.equal(await ann.page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null), true))
  await ann.page.keyboard.type('typed at once')
  await eventually(async () => assert.equal(await ann.text(), 'typed at once'))

  await ann.press('Control+Shift+m')
  await eventually(async () => assert.equal(await ann.page.getByRole('log').count(), 1))
  await ann.press('F1')
  await ann.page.locator('.quick-input-widget').waitFor()
  await ann.press('Escape')
  await ann.press('Control+m') // from here on Tab moves on
  const seen = new Set()
  for (let i = 0; i < 40; i++) {
    await ann.press('Tab')
    seen.add(await ann.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? ''))
  }
  for (const name of ['Share', 'Settings', 'New file', 'Message', 'Chat', 'History', 'Run']) {
    assert.ok([...seen].some(each => each.startsWith(name)), `${name} is reached, of ${[...seen].join(' | ')}`)
  }
}

export async function aPhoneIsEnoughToReadAndCorrect ({ serve, person }) {
  const server = await serve()
  await put(server, 'phone', 'a line that is much longer than a phone is wide, so that it has to be wrapped somewhere\n'.repeat(3))
  const ann = await person(server, { name: 'Ann', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

  for (const path of ['/', '/account', '/admin', '/d/phone']) {
    await ann.visit(path)
    await sleep(500)
    const width = await ann.page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(width <= 360, `${path} is ${width} wide`)
  }
  await ann.open('phone')
  await ann.editor.tap()
  await ann.page.keyboard.type('corrected ')
  await eventually(async () => assert.match(await stored(server, 'phone'), /corrected/))
  await ann.panel('Chat')
  await ann.page.getByRole('textbox', { name: 'Message' }).waitFor()
}

/** The first visit, on an empty cache: when something is seen, when one can write, and how much was sent. */
export async function theFirstVisitIsLight ({ serve, person }) {
  const server = await serve()
  const ann = await person(server, { name: 'Ann' })
  const cdp = await ann.context.newCDPSession(ann.page)
  await cdp.send('Network.enable')
  let bytes = 0
  cdp.on('Network.loadingFinished', event => {
    bytes += event.encodedDataLength
  })
  const begun = Date.now()

  await ann.visit('/d/first')
  await ann.editor.waitFor()
  const editorMs = Date.now() - begun
  const [paintMs, sent] = [
    await ann.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1),
    bytes
  ]
  await sleep(1_500)

  console.log(`first visit of a document: firstContentfulPaintMs=${Math.round(paintMs)} editorMs=${editorMs} kilobytesToEditor=${Math.round(sent / 1000)} kilobytes=${Math.round(bytes / 1000)}`)
  assert.ok(paintMs > 0 && paintMs < editorMs, 'the shell is painted before the editor is there')
  assert.ok(bytes < 1_500_000, `less than 1.5 MB, ${bytes}`)
}
