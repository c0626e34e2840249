// The real program on a database of its own: `hotline demo` in a temporary folder, with the first rows of the demo day.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..')
const startLimit = 120_000 // milliseconds, for a busy machine

function settings(folder, build) {
  const model = join(build, 'hangzhou.model')
  return `[log]
level = "warn"
[store]
path = "${folder}/hotline.db"
key_file = "${folder}/hotline.key"
[city]
directory = "${folder}/city"
[dispatch]
model_file = "${existsSync(model) ? model : ''}"
[attachments]
directory = "${folder}/attachments"
[server]
port = 0
console_directory = "${root}/build/console"
per_address_per_second = 0.0
per_key_per_second = 0.0
[access]
password_memory_kib = 8192
[retention]
call_days = 30
`
}

// The passwords are printed once, when the accounts are made; a kept folder remembers them.
function passwordsOf(folder, output) {
  const file = join(folder, 'passwords.json')
  const printed = [...output.matchAll(/^ {2}(\w+) +([A-Z0-9]{4}(?:-[A-Z0-9]{4})+) /gm)].map(([, login, password]) => [login, password])
  if (printed.length) writeFileSync(file, JSON.stringify(Object.fromEntries(printed)))
  return JSON.parse(readFileSync(file, 'utf8'))
}

// Starts the program and waits until it serves. `rows`: how much of the demo day is played in. `prepare` is run before,
// with the folder that holds hotline.toml. `kept`: a folder that outlives the run, to be served again by the next one.
export async function startServer(build, { rows, prepare, kept } = {}) {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'hotline-browser-'))
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, 'city'), { recursive: true, force: true })
  cpSync(join(root, 'config/hangzhou'), join(folder, 'city'), { recursive: true })
  writeFileSync(join(folder, 'hotline.toml'), settings(folder, build))
  prepare?.(folder)
  const day = readFileSync(join(root, 'data/demo/requests.csv'), 'utf8').split('\n')
  writeFileSync(join(folder, 'requests.csv'), day.slice(0, rows + 1).join('\n') + '\n')
  const process = spawn(
    join(build, 'hotline'),
    ['demo', '--config', join(folder, 'hotline.toml'), '--requests', join(folder, 'requests.csv')],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  const ended = new Promise((done) => process.once('exit', (code, signal) => done(signal ?? code)))
  const url = await new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`the server did not start:\n${output}`)), startLimit)
    const listen = (chunk) => {
      output += chunk
      const line = /(http:\/\/127\.0\.0\.1:\d+)\/api\/docs/.exec(output)
      if (!line) return
      clearTimeout(timer)
      found(line[1])
    }
    process.stdout.on('data', listen)
    process.stderr.on('data', listen)
    process.once('error', failed)
    void ended.then((how) => failed(new Error(`the server ended (${how}):\n${output}`)))
  })
  const passwords = passwordsOf(folder, output)
  return {
    url,
    passwords,
    pid: process.pid,
    city: join(folder, 'city'),
    async stop() {
      process.kill('SIGTERM')
      const how = await ended
      if (!kept) rmSync(folder, { recursive: true, force: true })
      if (how !== 0) throw new Error(`the server ended with ${how}:\n${output.slice(-2000)}`)
    },
  }
}
