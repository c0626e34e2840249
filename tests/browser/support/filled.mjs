// A hotline with many tickets, filled through the product's own import. It stays below build/ and serves the next run
// too, until what it was filled from changes.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './server.mjs'

const map = `source = "scale"
[columns]
external_id = "id"
title = "title"
words = "words"
received = "received"
place = "place"
caller_phone = "phone"
kind = "kind"
reply = "reply"
[times]
formats = ["%Y-%m-%d %H:%M:%S"]
[values.kind]
"complaint" = "complaint"
"help" = "help"
"report" = "report"
"consult" = "consult"
"suggestion" = "suggestion"
[defaults]
channel = "phone"
`

// Texts of the demo day at the city's places, each with a number of its own; four of five were answered long ago.
function rows(count) {
  const cells = (line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ''))
  const day = readFileSync(join(root, 'data/demo/requests.csv'), 'utf8').trim().split('\n').slice(1).map(cells)
  const usable = day.filter((one) => one[4] && ['complaint', 'help', 'report', 'consult', 'suggestion'].includes(one[2]))
  const places = readFileSync(join(root, 'config/hangzhou/places.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')[0])
  const bare = (cell) => cell.replace(/^"|"$/g, '').replace(/""/g, '"').replace(/[\n"]/g, ' ')
  const lines = ['id,title,words,received,place,phone,kind,reply']
  const now = Date.now()
  for (let i = 0; i < count; ++i) {
    const one = usable[(i * 7919) % usable.length]
    const place = `${places[(i * 104729) % places.length]}${1 + (i % 900)}号`
    const at = new Date(now - (count - i) * ((100 * 24 * 3600 * 1000) / count)).toISOString().slice(0, 19).replace('T', ' ')
    const reply = i % 5 === 4 ? '' : '已派员到场处理完毕，并电话告知诉求人。'
    lines.push([`S${i}`, `"${bare(one[3])}"`, `"${place}，${bare(one[4])}（第${i}件）"`, at, place, `139${String(10_000_000 + i).slice(-8)}`, one[2], reply].join(','))
  }
  return lines.join('\n')
}

function fill(folder, build, tickets) {
  writeFileSync(join(folder, 'scale.csv'), rows(tickets))
  writeFileSync(join(folder, 'scale.toml'), map)
  const began = Date.now()
  const done = spawnSync(
    join(build, 'hotline'),
    ['import', '--config', join(folder, 'hotline.toml'), '--map', join(folder, 'scale.toml'), join(folder, 'scale.csv')],
    { cwd: root, encoding: 'utf8' },
  )
  if (done.status !== 0) throw new Error(`the import failed:\n${done.stdout.slice(-2000)}${done.stderr.slice(-2000)}`)
  console.log(`filled with ${tickets} tickets in ${((Date.now() - began) / 1000).toFixed(0)} s`)
  for (const name of ['scale.csv', 'scale.toml']) rmSync(join(folder, name))
}

// Everything that the kept tickets came from: a change of it fills anew.
function origin() {
  const digest = createHash('sha256').update(readFileSync(new URL(import.meta.url)))
  const schema = readdirSync(join(root, 'src'))
    .map((module) => join('src', module, 'migrations'))
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).sort().map((name) => join(folder, name)))
  for (const name of ['data/demo/requests.csv', 'config/hangzhou/places.csv', ...schema]) digest.update(readFileSync(join(root, name)))
  return digest.digest('hex')
}

// What openWorld() takes to serve such a hotline, and `done`, to be called once all that follows the journal has been
// worked off: from then on the folder counts as filled.
export function filled(build, tickets) {
  const kept = join(root, 'build/browser-speed', String(tickets))
  const stamp = join(kept, 'origin')
  const wanted = origin()
  const isThere = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (!isThere) rmSync(kept, { recursive: true, force: true })
  mkdirSync(kept, { recursive: true })
  return { kept, rows: 0, prepare: isThere ? undefined : (folder) => fill(folder, build, tickets), done: () => writeFileSync(stamp, wanted) }
}
