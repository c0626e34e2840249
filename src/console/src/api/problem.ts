// What the server answers when it refuses (RFC 9457), and what a lost connection looks like.
export interface FieldFault {
  pointer?: string
  parameter?: string
  header?: string
  code: string
  message: string
}

export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  instance?: string
  errors?: FieldFault[]
}

const prefix = 'urn:hotline:problem:'

export class Problem extends Error {
  readonly status: number
  // The last part of the problem's type: 'stale_version', 'invalid_input', ...; 'network' when nothing came back.
  readonly kind: string
  readonly title: string
  readonly detail: string
  readonly faults: FieldFault[]
  // Seconds after which the server wants to be asked again, when it said so.
  readonly retryAfter: number | null

  constructor(document: ProblemDocument, retryAfter: number | null = null) {
    super(document.detail || document.title)
    this.name = 'Problem'
    this.status = document.status
    this.kind = document.type.startsWith(prefix) ? document.type.slice(prefix.length) : document.type
    this.title = document.title
    this.detail = document.detail
    this.faults = document.errors ?? []
    this.retryAfter = retryAfter
  }

  get isStale(): boolean {
    return this.status === 412
  }
  get isNetwork(): boolean {
    return this.kind === 'network'
  }

  // The message for the field `name` of the body, a list's items included.
  at(name: string): string | undefined {
    const pointer = `/${name}`
    const own = this.faults.filter((fault) => fault.pointer === pointer || fault.pointer?.startsWith(`${pointer}/`))
    return own.length > 0 ? own.map((fault) => fault.message).join(' ') : undefined
  }

  // Messages that belong to none of the fields on the screen, so that none is lost.
  besides(names: string[]): string[] {
    return this.faults
      .filter((fault) => !names.some((name) => fault.pointer === `/${name}` || fault.pointer?.startsWith(`/${name}/`)))
      .map((fault) => {
        const place = fault.pointer?.slice(1) ?? fault.parameter ?? fault.header
        return place ? `${place}: ${fault.message}` : fault.message
      })
  }
}

function isDocument(value: unknown): value is ProblemDocument {
  const one = value as Partial<ProblemDocument> | null
  return typeof one === 'object' && one !== null && typeof one.type === 'string' && typeof one.title === 'string'
}

// A problem out of any refusing response; a proxy's HTML page becomes a problem of its status alone.
export async function problemOf(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get('Retry-After'))
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : null
  const body: unknown = await response.json().catch(() => null)
  if (isDocument(body)) return new Problem({ ...body, detail: body.detail ?? '', status: response.status }, retryAfter)
  return new Problem({ type: 'http', title: '', detail: '', status: response.status }, retryAfter)
}

export function networkProblem(): Problem {
  return new Problem({ type: 'network', title: '', detail: '', status: 0 })
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem({ type: 'page', title: '', detail: error instanceof Error ? error.message : String(error), status: 0 })
}
