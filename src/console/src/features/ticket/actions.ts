// What people can do with a ticket and with an assignment: where it is posted, what it asks for, who may.
//
// The server has the last word on both state and rights; this table only keeps off the screen what it would refuse.
import type { Assignment, Ticket } from './queries'

export type FieldKind =
  | 'text'
  | 'line'
  | 'unit'
  | 'units'
  | 'matter'
  | 'boolean'
  | 'choice'
  | 'level'
  | 'hours'
  | 'refusal'
  | 'return_reason'
  | 'handover_line'
  | 'order'
  | 'returned_part'
  | 'ticket'
  | 'evidence'

export interface ActionField {
  name: string
  kind: FieldKind
  required?: boolean
  choices?: readonly string[]
}

export interface Action {
  name: string
  path: string
  rights: readonly string[]
  fields: readonly ActionField[]
  // Fixed parts of the body.
  fixed?: Record<string, unknown>
  danger?: boolean
  prominent?: boolean
}

const text: ActionField = { name: 'text', kind: 'text', required: true }
const unit: ActionField = { name: 'unit', kind: 'unit', required: true }
const units: ActionField = { name: 'units', kind: 'units', required: true }
const order: ActionField = { name: 'order', kind: 'order', required: true }

// By the name that `allowed_actions` of a ticket uses.
const ofTicket: Action[] = [
  {
    name: 'dispatch',
    path: '/dispatch',
    rights: ['ticket_dispatch'],
    fields: [
      { name: 'lead', kind: 'unit', required: true },
      { name: 'assistants', kind: 'units' },
    ],
    prominent: true,
  },
  { name: 'answer', path: '/answer', rights: ['ticket_answer'], fields: [text], prominent: true },
  {
    name: 'rule',
    path: '/ruling',
    rights: ['ticket_rule'],
    fields: [
      { name: 'assignment', kind: 'returned_part', required: true },
      { name: 'ruling', kind: 'choice', required: true, choices: ['redispatched', 'designated', 'upheld'] },
      { name: 'unit', kind: 'unit' },
    ],
    prominent: true,
  },
  { name: 'accept_review', path: '/review', rights: ['ticket_review'], fields: [], fixed: { accepted: true }, prominent: true },
  { name: 'send_back', path: '/review', rights: ['ticket_review'], fields: [], fixed: { accepted: false }, danger: true },
  { name: 'close', path: '/close', rights: ['ticket_close'], fields: [], prominent: true },
  {
    name: 'refuse',
    path: '/refuse',
    rights: ['ticket_answer'],
    fields: [
      { name: 'code', kind: 'refusal', required: true },
      { name: 'text', kind: 'text' },
    ],
    danger: true,
  },
  {
    name: 'handover',
    path: '/handover',
    rights: ['ticket_answer'],
    fields: [
      { name: 'line', kind: 'handover_line', required: true },
      { name: 'caller_on_line', kind: 'boolean' },
    ],
    danger: true,
  },
  {
    name: 'acknowledge',
    path: '/handover/acknowledge',
    rights: ['ticket_answer', 'ticket_dispatch', 'assignment_handle'],
    fields: [order, { name: 'taken_by', kind: 'line' }, { name: 'reference', kind: 'line' }],
    prominent: true,
  },
  {
    name: 'decline',
    path: '/handover/decline',
    rights: ['ticket_answer', 'ticket_dispatch', 'assignment_handle'],
    fields: [order],
  },
  { name: 'consult', path: '/consult', rights: ['ticket_dispatch'], fields: [units] },
  {
    name: 'split',
    path: '/split',
    rights: ['ticket_dispatch'],
    fields: [
      { name: 'title', kind: 'line', required: true },
      { name: 'words', kind: 'text', required: true },
      { name: 'place', kind: 'line' },
      { name: 'matter', kind: 'matter' },
    ],
  },
  { name: 'whistle', path: '/whistle', rights: ['assignment_approve', 'ticket_dispatch'], fields: [units] },
  {
    name: 'amend',
    path: '/amend',
    rights: ['ticket_answer', 'ticket_dispatch'],
    fields: [
      { name: 'matter', kind: 'matter' },
      { name: 'kind', kind: 'choice', choices: ['consult', 'help', 'complaint', 'report', 'suggestion', 'praise'] },
      { name: 'urgency', kind: 'choice', choices: ['normal', 'urgent', 'critical'] },
      { name: 'importance', kind: 'choice', choices: ['ordinary', 'important'] },
    ],
  },
  {
    name: 'urge',
    path: '/urge',
    rights: ['ticket_supervise', 'ticket_answer'],
    fields: [{ name: 'unit', kind: 'unit' }],
  },
  {
    name: 'supervise',
    path: '/supervise',
    rights: ['ticket_supervise'],
    fields: [
      { name: 'level', kind: 'level', required: true },
      { name: 'unit', kind: 'unit' },
    ],
  },
  { name: 'publish', path: '/publish', rights: ['ticket_publish'], fields: [text] },
  { name: 'reopen', path: '/reopen', rights: ['ticket_close'], fields: [], danger: true },
]

const merge: Action = {
  name: 'merge',
  path: '/merge',
  rights: ['ticket_merge'],
  fields: [{ name: 'into', kind: 'ticket', required: true }],
}
const unmerge: Action = { name: 'unmerge', path: '/unmerge', rights: ['ticket_merge'], fields: [] }

// By the name that `allowed_actions` of an assignment uses.
const ofAssignment: Action[] = [
  { name: 'sign', path: '/sign', rights: ['assignment_handle'], fields: [], prominent: true },
  { name: 'reply', path: '/reply', rights: ['assignment_handle'], fields: [text], prominent: true },
  { name: 'contact', path: '/contact', rights: ['assignment_handle'], fields: [] },
  {
    name: 'return',
    path: '/return',
    rights: ['assignment_approve', 'ticket_rule'],
    fields: [
      { name: 'reason', kind: 'return_reason', required: true },
      { name: 'suggested_unit', kind: 'unit' },
      { name: 'evidence', kind: 'evidence' },
    ],
    danger: true,
  },
  {
    name: 'request_extension',
    path: '/extension',
    rights: ['assignment_approve'],
    fields: [{ name: 'working_minutes', kind: 'hours', required: true }],
  },
  { name: 'transfer', path: '/transfer', rights: ['assignment_approve'], fields: [unit] },
]
const grant: Action = {
  name: 'grant_extension',
  path: '/extension/decision',
  rights: ['ticket_review'],
  fields: [],
  fixed: { granted: true },
  prominent: true,
}
const deny: Action = { ...grant, name: 'deny_extension', fixed: { granted: false }, prominent: false, danger: true }

type May = (...rights: string[]) => boolean

export function ticketActions(ticket: Ticket, may: May): Action[] {
  const allowed = new Set(ticket.allowed_actions)
  const waits = ticket.handovers.some((order) => !order.acknowledged_at && !order.declined_at)
  const actions = ofTicket.filter(
    (action) => allowed.has(action.name) && (waits || !action.fields.some((field) => field.kind === 'order')),
  )
  if (allowed.has('secure')) {
    actions.push({
      name: ticket.secret ? 'unsecure' : 'secure',
      path: '/secrecy',
      rights: ['secret_read'],
      fields: [],
      fixed: { secret: !ticket.secret },
    })
  }
  if (allowed.has('opinion') && ticket.consultations.some((one) => one.accepts === null)) {
    // The hotline writes down whose word it is; a unit speaks for itself.
    const fields = may('ticket_dispatch') ? [unit] : []
    const opinion = { path: '/opinion', rights: ['ticket_dispatch', 'assignment_handle'], fields }
    actions.push({ ...opinion, name: 'opinion_accept', fixed: { accepts: true }, prominent: !may('ticket_dispatch') })
    actions.push({ ...opinion, name: 'opinion_decline', fixed: { accepts: false } })
  }
  if (ticket.merged_into !== null) actions.push(unmerge)
  else if (ticket.state !== 'closed') actions.push(merge)
  return actions.filter((action) => may(...action.rights))
}

// `acts` tells whether the asker acts for the assignment's unit.
export function assignmentActions(part: Assignment, may: May, acts: boolean): Action[] {
  if (!acts) return part.extension && part.extension.granted === null && may('ticket_review') ? [grant, deny] : []
  const allowed = new Set(part.allowed_actions)
  const actions = ofAssignment.filter((action) => {
    if (!allowed.has(action.name)) return false
    if (action.name === 'contact' && part.contacted_at !== null) return false
    if (action.name === 'request_extension' && part.extension !== null) return false
    return !(action.name === 'return' && part.designated)
  })
  if (allowed.has('decide_extension') && part.extension && part.extension.granted === null) actions.push(grant, deny)
  return actions.filter((action) => may(...action.rights))
}

export type FieldValue = string | string[] | number | number[] | boolean | null

// The body of an action, of what was filled in.
export function bodyOf(action: Action, values: Record<string, FieldValue>, note: string): Record<string, unknown> {
  const body: Record<string, unknown> = { ...action.fixed }
  for (const field of action.fields) {
    const given = values[field.name]
    const value = typeof given === 'string' ? given.trim() : given
    if (value === null || value === undefined || value === '' || value === false) continue
    if (Array.isArray(value) && value.length === 0) continue
    if (field.kind === 'hours') body[field.name] = Math.round(Number(value) * 60)
    else if (field.kind === 'ticket' || field.kind === 'level') body[field.name] = Number(value)
    else body[field.name] = value
  }
  if (note.trim()) body.note = note.trim()
  return body
}

// `needed`: fields that what was chosen in another one makes required, such as the evidence of a reason.
export function isFilled(action: Action, values: Record<string, FieldValue>, needed: readonly string[] = []): boolean {
  const body = bodyOf(action, values, '')
  return action.fields.every(
    (field) => !(field.required || needed.includes(field.name)) || body[field.name] !== undefined,
  )
}
