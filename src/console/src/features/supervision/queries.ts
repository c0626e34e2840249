import { api, body, newKey, type Schema } from '@/api/client'

export type SupervisionStep = Schema['SupervisionStep']
export type StepState = SupervisionStep['state']
export type StepName = SupervisionStep['step']
export type Alert = Schema['Alert']

const once = (key = newKey()): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': key })

export const listSteps = (state: StepState, step: StepName | '', signal?: AbortSignal): Promise<Schema['SupervisionStepPage']> =>
  body(api.GET('/api/v1/supervision', { params: { query: { state, ...(step ? { step } : {}), limit: 200 } }, signal }))
export const answerStep = (id: number, text: string, key: string): Promise<SupervisionStep> =>
  body(api.POST('/api/v1/supervision/{id}/answer', { params: { path: { id }, header: once(key) }, body: { text } }))

export const listAlerts = (signal?: AbortSignal): Promise<Schema['AlertPage']> =>
  body(api.GET('/api/v1/alerts', { params: { query: { limit: 100 } }, signal }))
export const acknowledgeAlert = (id: number): Promise<Alert> =>
  body(api.POST('/api/v1/alerts/{id}/acknowledge', { params: { path: { id }, header: once() } }))
export const closeAlert = (id: number, note: string): Promise<Alert> =>
  body(api.POST('/api/v1/alerts/{id}/close', { params: { path: { id }, header: once() }, body: { note } }))
