// What an agent fills in, and what is sent of it.
import type { NewRequest } from './queries'

export interface DeskForm {
  channel: string
  phone: string
  name: string
  address: string
  id_number: string
  place: string
  words: string
  title: string
  kind: string
  urgency: string
  matter: string
  division: string
  special_needs: string[]
  anonymous: boolean
  secret: boolean
  hold: boolean
  reply_by: string
}

export const blankForm: DeskForm = {
  channel: 'phone',
  phone: '',
  name: '',
  address: '',
  id_number: '',
  place: '',
  words: '',
  title: '',
  kind: '',
  urgency: '',
  matter: '',
  division: '',
  special_needs: [],
  anonymous: false,
  secret: false,
  hold: false,
  reply_by: '',
}

export const kinds = ['consult', 'help', 'complaint', 'report', 'suggestion', 'praise'] as const
export const urgencies = ['normal', 'urgent', 'critical'] as const
export const needs = ['elderly', 'disabled', 'pregnant', 'minor', 'illness', 'low_income', 'veteran', 'other'] as const

// Only what was filled in: what is left out is decided by the server.
export function requestOf(form: DeskForm): NewRequest {
  const caller: Record<string, string> = {}
  for (const field of ['name', 'phone', 'address', 'id_number'] as const) {
    if (form[field].trim()) caller[field] = form[field].trim()
  }
  const request: Record<string, unknown> = { channel: form.channel, words: form.words.trim() }
  for (const field of ['title', 'place', 'kind', 'urgency', 'matter', 'division', 'reply_by'] as const) {
    if (form[field].trim()) request[field] = form[field].trim()
  }
  if (Object.keys(caller).length > 0) request.caller = caller
  if (form.special_needs.length > 0) request.special_needs = [...form.special_needs]
  for (const field of ['anonymous', 'secret', 'hold'] as const) {
    if (form[field]) request[field] = true
  }
  return request as NewRequest
}

// A phone worth asking the history for: enough digits to be whole.
export function isWholePhone(phone: string): boolean {
  const digits = phone.replace(/[\s-]/g, '')
  return /^(\+\d{8,15}|1\d{10}|0\d{9,11}|[2-9]\d{6,7})$/.test(digits)
}
