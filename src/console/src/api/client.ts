// The one way to the server. Adds language, CSRF token and idempotency key; turns refusals into Problem; lets a
// person whose session ran out give the password again and goes on with the same request.
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'
import { networkProblem, problemOf } from './problem'

export type Schema = components['schemas']

interface Hooks {
  language: () => string
  csrfToken: () => string | null
  // Asks for the password over the page; false when nobody was signed in or the person gave up.
  signInAgain: () => Promise<boolean>
}

let hooks: Hooks = { language: () => 'zh-CN', csrfToken: () => null, signInAgain: async () => false }

export function connect(to: Hooks): void {
  hooks = to
}

const sessionPath = '/api/v1/session'

async function send(request: Request): Promise<Response> {
  const attempt = async (): Promise<Response> => {
    const copy = request.clone()
    copy.headers.set('Accept-Language', hooks.language())
    const token = hooks.csrfToken()
    if (token && copy.method !== 'GET') copy.headers.set('X-CSRF-Token', token)
    return fetch(copy).catch((fault: unknown) => {
      if (fault instanceof DOMException && fault.name === 'AbortError') throw fault
      throw networkProblem()
    })
  }
  let response = await attempt()
  const isSession = new URL(request.url).pathname === sessionPath
  if (response.status === 401 && !isSession && (await hooks.signInAgain())) response = await attempt()
  if (!response.ok) throw await problemOf(response)
  return response
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? 'http://localhost', fetch: send })

// The answer's body; send() has already thrown where there is none to be had.
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

export function newKey(): string {
  return crypto.randomUUID()
}

// A file's content as the body of a request.
export async function sendFile<T>(path: string, content: Blob): Promise<T> {
  const response = await send(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: content,
    }),
  )
  return (await response.json()) as T
}

interface Sending {
  key?: string
  // Sent to its end even when the page is left meanwhile.
  keepalive?: boolean
}

// A deed by its path, for those whose path is put together.
export async function postJson<T>(
  path: string,
  fields: Record<string, unknown> | null,
  { key = newKey(), keepalive = false }: Sending = {},
): Promise<T> {
  const response = await send(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      keepalive,
      headers: { 'Idempotency-Key': key, ...(fields ? { 'Content-Type': 'application/json' } : {}) },
      body: fields ? JSON.stringify(fields) : null,
    }),
  )
  return (response.status === 204 ? null : await response.json()) as T
}

// A file that the server makes of the body's fields, saved by the browser under the server's name for it.
export async function saveFile(path: string, fields: Record<string, unknown>): Promise<void> {
  const response = await send(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(fields),
    }),
  )
  // A line that is lost halfway leaves no whole file.
  const content = await response.blob().catch(() => {
    throw networkProblem()
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'file.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // the browser may still be reading it
}

// A ticket with the ETag of what was seen, which an action on it has to name.
export type SeenTicket = Schema['Ticket'] & { etag: string }

// An action on a ticket, by its path below /api/v1/tickets/{id}. Answers with the ticket as it is now.
export async function perform(
  ticket: SeenTicket,
  path: string,
  fields: Record<string, unknown>,
  key = newKey(),
): Promise<SeenTicket> {
  const response = await send(
    new Request(new URL(`/api/v1/tickets/${ticket.id}${path}`, location.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'If-Match': ticket.etag, 'Idempotency-Key': key },
      body: JSON.stringify(fields),
    }),
  )
  const after = (await response.json()) as Schema['Ticket']
  return { ...after, etag: response.headers.get('ETag') ?? '' }
}
