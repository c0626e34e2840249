import { api, body, newKey, type Schema } from '@/api/client'

export type CityVersion = Schema['CityVersion']
export type CityDiff = Schema['CityDiff']
export type CityFinding = Schema['CityFinding']
export type Jobs = Schema['Jobs']
export type Job = Schema['Job']
export type Account = Schema['Account']
export type Key = Schema['Key']
export type AuditEntry = Schema['AuditEntry']

export const listVersions = async (signal?: AbortSignal): Promise<CityVersion[]> =>
  (await body(api.GET('/api/v1/city/versions', { params: { query: { limit: 100 } }, signal }))).items

export const diffVersions = (number: number, against: number, signal?: AbortSignal): Promise<CityDiff> =>
  body(api.GET('/api/v1/city/versions/{number}/diff', { params: { path: { number }, query: { against } }, signal }))

export const checkCity = (): Promise<Schema['CityReport']> => body(api.POST('/api/v1/city/check', { body: {} }))

export const reloadCity = (note: string): Promise<Schema['CityReload']> =>
  body(api.POST('/api/v1/city/reload', { body: note ? { note } : {} }))

// `inForce`: the version that the reader saw in force; a newer one in between is refused.
export const rollBackCity = (to: number, inForce: number, note: string): Promise<Schema['CityReload']> =>
  body(
    api.POST('/api/v1/city/rollback', {
      params: { header: { 'If-Match': `"v${inForce}"` } },
      body: { to, ...(note ? { note } : {}) },
    }),
  )

export const getJobs = (signal?: AbortSignal): Promise<Jobs> => body(api.GET('/api/v1/jobs', { params: { query: {} }, signal }))
export const replayJob = (id: number): Promise<Job> =>
  body(api.POST('/api/v1/jobs/{id}/replay', { params: { path: { id }, header: { 'Idempotency-Key': newKey() } } }))

export const listAccounts = async (signal?: AbortSignal): Promise<Account[]> => {
  const all: Account[] = []
  for (let cursor: string | null = null; ; ) {
    const page: Schema['AccountPage'] = await body(
      api.GET('/api/v1/accounts', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } }, signal }),
    )
    all.push(...page.items)
    cursor = page.next
    if (!cursor) return all
  }
}
const seen = (account: Account): { 'If-Match': string } => ({ 'If-Match': `"v${account.version}"` })
export const createAccount = (account: Schema['NewAccount']): Promise<Schema['GivenPassword']> =>
  body(api.POST('/api/v1/accounts', { body: account }))
export const changeAccount = (account: Account, change: Schema['AccountChange']): Promise<Account> =>
  body(api.PATCH('/api/v1/accounts/{id}', { params: { path: { id: account.id }, header: seen(account) }, body: change }))
export const resetPassword = (account: Account): Promise<Schema['GivenPassword']> =>
  body(api.POST('/api/v1/accounts/{id}/password', { params: { path: { id: account.id }, header: seen(account) } }))
export const unlockAccount = (account: Account): Promise<Account> =>
  body(api.POST('/api/v1/accounts/{id}/unlock', { params: { path: { id: account.id }, header: seen(account) } }))

export const listKeys = async (signal?: AbortSignal): Promise<Key[]> =>
  (await body(api.GET('/api/v1/keys', { params: { query: { limit: 200 } }, signal }))).items
export const issueKey = (key: Schema['NewKey']): Promise<Schema['IssuedKey']> => body(api.POST('/api/v1/keys', { body: key }))
export const revokeKey = (id: number): Promise<Key> => body(api.DELETE('/api/v1/keys/{id}', { params: { path: { id } } }))

export type AuditQuery = Record<'stream' | 'subject' | 'kind' | 'actor', string>
export const searchAudit = (query: Partial<AuditQuery>, cursor: string | null, signal?: AbortSignal): Promise<Schema['AuditEntryPage']> =>
  body(
    api.GET('/api/v1/audit/entries', {
      params: {
        query: {
          limit: 50,
          ...(query.stream ? { stream: query.stream } : {}),
          ...(query.subject ? { subject: Number(query.subject) } : {}),
          ...(query.kind ? { kind: query.kind } : {}),
          ...(query.actor ? { actor: query.actor } : {}),
          ...(cursor ? { cursor } : {}),
        } as never,
      },
      signal,
    }),
  )
export const verifyAudit = (): Promise<Schema['AuditReport']> => body(api.GET('/api/v1/audit/verify'))

// -- the model ----------------------------------------------------------------------------------------------
export type Accuracy = Schema['DispatchAccuracy']
export type Tally = Schema['DispatchTally']
export type Model = Schema['DispatchModel']
export type Backtest = Schema['CityBacktest']

export const readAccuracy = (newest: number, signal?: AbortSignal): Promise<Accuracy> =>
  body(api.GET('/api/v1/dispatch/accuracy', { params: { query: { newest } }, signal }))
export const listModels = async (signal?: AbortSignal): Promise<Model[]> =>
  (await body(api.GET('/api/v1/dispatch/models', { signal }))).items
export const promoteModel = async (name: string): Promise<Model[]> =>
  (await body(api.POST('/api/v1/dispatch/models/promotion', { body: { name } }))).items
export const rollBackModel = async (): Promise<Model[]> => (await body(api.POST('/api/v1/dispatch/models/rollback'))).items
export const backtestCity = (newest: number): Promise<Backtest> => body(api.POST('/api/v1/city/backtest', { body: { newest } }))
