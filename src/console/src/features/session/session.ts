// Who is signed in. One for the page; screens only read it.
import { computed, readonly, ref, shallowRef } from 'vue'
import { api, body, connect, type Schema } from '@/api/client'
import { Problem } from '@/api/problem'
import { language } from '@/i18n'

export type Session = Schema['Session']

const current = shallowRef<Session | null>(null)
let asked = false

// The login name typed last, for asking again.
export const lastLogin = ref('')

export const session = readonly(current)
export const signedIn = computed(() => current.value !== null)

export function may(...rights: string[]): boolean {
  return rights.some((right) => current.value?.rights.includes(right))
}

// Asks the server once who is signed in.
export async function findSession(): Promise<Session | null> {
  if (!asked) {
    try {
      current.value = await body(api.GET('/api/v1/session'))
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) throw error
    }
    asked = true
  }
  return current.value
}

export async function signIn(login: string, password: string, code = ''): Promise<void> {
  current.value = await body(api.POST('/api/v1/session', { body: code ? { login, password, code } : { login, password } }))
  asked = true
  lastLogin.value = login
}

// The identity provider that one may sign in by; null when there is none.
export async function findProvider(): Promise<string | null> {
  return (await body(api.GET('/api/v1/session/provider'))).name ?? null
}

const keptBrowser = 'hotline.provider'
const keptNext = 'hotline.provider.next'

// Leaves the page for the provider's own; the provider sends the browser back to the sign-in page.
export async function leaveForProvider(next: string | null): Promise<void> {
  const started = await body(api.GET('/api/v1/session/provider/start'))
  sessionStorage.setItem(keptBrowser, started.browser)
  if (next) sessionStorage.setItem(keptNext, next)
  else sessionStorage.removeItem(keptNext)
  location.assign(started.url)
}

// Where the person wanted to go before leaving for the provider.
export function wantedBefore(): string | null {
  return sessionStorage.getItem(keptNext)
}

// With what the provider sent back. A 401 that points at 'second_factor' asks for the code of the second factor,
// to be sent with the same state and code.
export async function signInByProvider(state: string, code: string, factor = ''): Promise<void> {
  const browser = sessionStorage.getItem(keptBrowser) ?? 'none'
  const sent = { state, code, browser }
  current.value = await body(api.POST('/api/v1/session/provider', { body: factor ? { ...sent, second_factor: factor } : sent }))
  asked = true
  sessionStorage.removeItem(keptBrowser)
  lastLogin.value = ''
}

export async function signOut(): Promise<void> {
  await api.DELETE('/api/v1/session').catch(() => undefined)
  current.value = null
}

// Asks again, after something about the own account has changed.
export async function refreshSession(): Promise<void> {
  current.value = await body(api.GET('/api/v1/session'))
}

// A session that ran out while somebody works: the dialog over the page settles these.
export const passwordWanted = ref(false)
let waiting: ((again: boolean) => void)[] = []

export function settlePassword(again: boolean): void {
  passwordWanted.value = false
  if (!again) current.value = null
  const all = waiting
  waiting = []
  for (const one of all) one(again)
}

connect({
  language,
  csrfToken: () => current.value?.csrf_token ?? null,
  signInAgain: () => {
    if (!current.value) return Promise.resolve(false)
    passwordWanted.value = true
    return new Promise((resolve) => waiting.push(resolve))
  },
})

// Where a person starts after signing in, by what that person may do.
export function homeOf(one: Session): string {
  const has = (right: string): boolean => one.rights.includes(right)
  if (one.second_factor === 'required') return '/staff/account'
  if (has('ticket_dispatch')) return '/staff/board'
  if (has('call_handle')) return '/staff/desk'
  if (has('assignment_handle')) return '/staff/inbox'
  if (has('ticket_read') || has('ticket_read_all')) return '/staff/tickets'
  if (has('knowledge_edit')) return '/staff/knowledge'
  if (['city_manage', 'account_manage', 'audit_read'].some(has)) return '/staff/operations'
  return '/staff/account'
}
