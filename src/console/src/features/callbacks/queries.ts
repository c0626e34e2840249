import { api, body, type Schema } from '@/api/client'

export type Callback = Schema['Callback']
export type CallbackPage = Schema['CallbackPage']
export type CallbackResult = Schema['CallbackResult']
export type CallbackStep = Schema['CallbackStep']

export const listCallbacks = (signal?: AbortSignal): Promise<CallbackPage> =>
  body(api.GET('/api/v1/callbacks', { params: { query: { limit: 100 } }, signal }))

export const recordCallback = (request: string, result: CallbackResult, key: string): Promise<CallbackStep> =>
  body(
    api.POST('/api/v1/callbacks/{request}/result', {
      params: { path: { request }, header: { 'Idempotency-Key': key } },
      body: result,
    }),
  )
