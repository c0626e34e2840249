// Every journey, one after the other, before one server. `node all.mjs` is run by scripts/browser-tests.
import { after, before } from 'node:test'
import { closeWorld, openWorld } from './support/world.mjs'

before(() => openWorld(), { timeout: 180_000 })
after(closeWorld, { timeout: 60_000 })

await import('./journeys/life.mjs')
await import('./journeys/desk.mjs')
await import('./journeys/conflict.mjs')
await import('./journeys/lost_line.mjs')
await import('./journeys/citizen.mjs')
await import('./journeys/knowledge.mjs')
await import('./journeys/together.mjs')
await import('./journeys/operations.mjs')
await import('./journeys/people.mjs')
await import('./journeys/screens.mjs')
await import('./journeys/speed.mjs')
