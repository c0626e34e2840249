import { postJson, readJson, type Schema } from '@/api/client'

export type StepName = 'yellow' | 'red' | 'urge' | 'supervise' | 'raise' | 'board'
export type StepState = 'open' | 'answered' | 'settled' | 'climbed'

export interface SupervisionStep {
  id: number
  about: 'ticket' | 'knowledge'
  subject: number
  number: string | null
  unit: Schema['Named'] | null
  step: StepName
  name: string
  cause: string
  cause_text: string
  leader: string
  raised_at: string
  answer_due: string | null
  state: StepState
  ended_at: string | null
  answer: string | null
}

export interface Alert {
  id: number
  rule: string
  kind: 'growing' | 'group'
  place: string
  people: number
  state: 'open' | 'acknowledged' | 'closed'
  raised_at: string
  closed_at: string | null
  tickets: number[]
  bodies: { unit: Schema['Named']; acknowledged_at: string | null }[]
}

interface Page<T> {
  items: T[]
  next: string | null
}

export const listSteps = (state: StepState, step: string, signal?: AbortSignal): Promise<Page<SupervisionStep>> =>
  readJson('/api/v1/supervision', { state, step, limit: '200' }, signal)

export const answerStep = (id: number, text: string, key: string): Promise<SupervisionStep> =>
  postJson(`/api/v1/supervision/${id}/answer`, { text }, key)

export const listAlerts = (signal?: AbortSignal): Promise<Page<Alert>> => readJson('/api/v1/alerts', { limit: '100' }, signal)
export const acknowledgeAlert = (id: number): Promise<Alert> => postJson(`/api/v1/alerts/${id}/acknowledge`, null)
export const closeAlert = (id: number, note: string): Promise<Alert> => postJson(`/api/v1/alerts/${id}/close`, { note })
