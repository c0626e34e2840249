import { api, body, newKey, saveFile, type Schema } from '@/api/client'

export type Found = Schema['PersonFound']
export type FoundRequest = Schema['PersonRequest']
export type Item = Schema['CallerCorrection']['item']
export type Runs = Schema['RetentionRuns']
export type Due = Schema['RetentionRule']
export { reveal, type RevealItem } from '@/features/ticket/queries'

// Numbers and reasons go in bodies alone: addresses are kept in histories and logs.
export interface Sought {
  phone?: string
  id_number?: string
  reason: string
}
// A resident ID has 17 digits and a check character, one of the first generation 15 digits; no phone number here is that long.
export function soughtBy(number: string, reason: string): Sought {
  const bare = number.replace(/[\s-]/g, '')
  return /^(\d{17}[\dXx]|\d{15})$/.test(bare) ? { id_number: bare, reason } : { phone: number.trim(), reason }
}
export const maskOf = (found: Found): string => found.phone || found.id_number

export const findPerson = (sought: Sought): Promise<Found> => body(api.POST('/api/v1/callers/search', { body: sought }))
export const correctPerson = (correction: Schema['CallerCorrection']): Promise<Schema['CorrectedCaller']> =>
  body(api.POST('/api/v1/callers/correction', { body: correction }))
export const erasePerson = (sought: Sought): Promise<Schema['Erased']> =>
  body(api.POST('/api/v1/callers/erase', { body: sought }))
export const savePerson = (sought: Sought): Promise<void> => saveFile('/api/v1/callers/export', { ...sought })
export const saveTrail = (number: string): Promise<void> =>
  saveFile(`/api/v1/requests/${encodeURIComponent(number)}/trail`, {})

export const listRuns = (signal?: AbortSignal): Promise<Runs> => body(api.GET('/api/v1/retention/runs', { signal }))
export const previewRetention = async (): Promise<Due[]> => (await body(api.GET('/api/v1/retention'))).rules
export const runRetention = async (reason: string): Promise<Due[]> =>
  (await body(api.POST('/api/v1/retention/run', { body: { reason }, params: { header: { 'Idempotency-Key': newKey() } } }))).rules
