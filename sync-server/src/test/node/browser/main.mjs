// Runs one scenario: node main.mjs NAME. Its exit code is 0 if all was as it should be.

import { launch, Person } from './person.mjs'
import { Server } from './server.mjs'
import * as scenarios from './scenarios.mjs'

const scenario = scenarios[process.argv[2]]
if (!scenario) throw new Error(`there is no scenario ${process.argv[2]}, only ${Object.keys(scenarios).join(', ')}`)

const browser = await launch()
const servers = []
const people = []

/** What a scenario starts is ended after it, and everybody is asked whether anything went wrong. */
const world = {
  serve: async (...options) => {
    const server = await Server.start(...options)
    servers.push(server)
    return server
  },
  person: async (server, options) => {
    const person = await Person.at(browser, server, options)
    people.push(person)
    return person
  }
}

let failure
try {
  await scenario(world)
} catch (thrown) {
  failure = thrown
  for (const [i, person] of people.entries()) {
    const file = process.env.CODECOLLAB_SHOTS ? `${process.env.CODECOLLAB_SHOTS}/${process.argv[2]}-${i}.png` : undefined
    await person.page.screenshot({ path: file }).catch(() => {})
  }
}
for (const person of people) {
  await person.close().catch(thrown => {
    failure ??= thrown
  })
}
await browser.close()
for (const server of servers) await server.close()
if (failure) {
  console.error(failure)
  process.exit(1)
}
process.exit(0)
