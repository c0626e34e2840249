import { describe, expect, it } from 'vitest'
import { assignmentActions, bodyOf, isFilled, ticketActions } from '@/features/ticket/actions'
import type { Assignment, Ticket } from '@/features/ticket/queries'

const roles: Record<string, string[]> = {
  agent: ['request_create', 'ticket_read_all', 'ticket_answer'],
  supervisor: ['ticket_answer', 'ticket_dispatch', 'ticket_rule', 'ticket_review', 'ticket_close', 'ticket_merge', 'secret_read'],
  handler: ['ticket_read', 'assignment_handle'],
  approver: ['ticket_read', 'assignment_handle', 'assignment_approve'],
}
const as =
  (role: string) =>
  (...rights: string[]): boolean =>
    rights.some((right) => roles[role]!.includes(right))
const names = (actions: { name: string }[]): string[] => actions.map((one) => one.name)
const ticket = (more: Partial<Ticket>): Ticket =>
  ({ state: 'registered', secret: false, merged_into: null, handovers: [], allowed_actions: [], ...more }) as Ticket
const part = (more: Partial<Assignment>): Assignment =>
  ({ state: 'signed', designated: false, contacted_at: null, extension: null, allowed_actions: [], ...more }) as Assignment

const registered = ticket({ allowed_actions: ['answer', 'refuse', 'handover', 'consult', 'dispatch', 'split', 'amend', 'secure'] })
const signed = part({ allowed_actions: ['contact', 'request_extension', 'decide_extension', 'return', 'transfer', 'reply'] })

describe('actions on a ticket', () => {
  it('are those that both its state and the rights allow', () => {
    expect(names(ticketActions(registered, as('agent')))).toEqual(['answer', 'refuse', 'handover', 'amend'])
    expect(names(ticketActions(registered, as('supervisor')))).toEqual(
      expect.arrayContaining(['dispatch', 'answer', 'consult', 'split', 'secure', 'merge']),
    )
    expect(ticketActions(registered, as('handler'))).toEqual([])
  })

  it('never offer what follows by itself from something else', () => {
    const shown = names(ticketActions(ticket({ allowed_actions: ['dispute', 'all_replied'] }), as('supervisor')))
    expect(shown).toEqual(['merge'])
  })

  it('offer to lift secrecy only where there is some', () => {
    const secret = ticket({ secret: true, allowed_actions: ['secure'] })
    expect(names(ticketActions(secret, as('supervisor')))).toContain('unsecure')
    expect(names(ticketActions(secret, as('supervisor')))).not.toContain('secure')
    expect(names(ticketActions(secret, as('agent')))).toEqual([])
  })

  it('offer to undo a merge, and not to merge what is merged', () => {
    const merged = names(ticketActions(ticket({ merged_into: 7 }), as('supervisor')))
    expect(merged).toEqual(['unmerge'])
  })
})

describe('an order to an emergency line', () => {
  const order = { id: 1, line: '110', acknowledged_at: null, declined_at: null } as Ticket['handovers'][number]
  const withOrders = (...handovers: Ticket['handovers']): string[] =>
    names(ticketActions(ticket({ allowed_actions: ['acknowledge', 'decline'], handovers }), as('agent')))

  it('can be acknowledged or declined while it is open, and only then', () => {
    expect(withOrders(order)).toEqual(['acknowledge', 'decline'])
    expect(withOrders()).toEqual([])
    expect(withOrders({ ...order, acknowledged_at: '2026-03-02T08:00:00+08:00' })).toEqual([])
  })
})

describe('actions on an assignment', () => {
  it('leave returning to those who may approve it', () => {
    expect(names(assignmentActions(signed, as('handler'), true))).toEqual(['reply', 'contact'])
    expect(names(assignmentActions(signed, as('approver'), true))).toEqual([
      'reply',
      'contact',
      'return',
      'request_extension',
      'transfer',
    ])
  })

  it('are not for the people of another unit', () => {
    expect(assignmentActions(signed, as('approver'), false)).toEqual([])
  })

  it('do not offer a second contact, a second extension, or the return of what was designated', () => {
    const late = part({
      ...signed,
      contacted_at: '2026-03-02T08:00:00+08:00',
      designated: true,
      extension: { working_minutes: 480, asked_at: '2026-03-02T08:00:00+08:00', granted: null },
    })
    expect(names(assignmentActions(late, as('approver'), true))).toEqual(['reply', 'transfer'])
  })

  it('ask the reviewer about an extension until it is decided', () => {
    const asked = part({ ...signed, extension: { working_minutes: 480, asked_at: 'x', granted: null } })
    expect(names(assignmentActions(asked, as('supervisor'), false))).toEqual(['grant_extension', 'deny_extension'])
    const decided = part({ ...signed, extension: { working_minutes: 480, asked_at: 'x', granted: false } })
    expect(assignmentActions(decided, as('supervisor'), false)).toEqual([])
  })
})

describe('the body of an action', () => {
  const find = (name: string) => ticketActions(registered, as('supervisor')).find((one) => one.name === name)!

  it('holds what was filled in and nothing else', () => {
    expect(bodyOf(find('dispatch'), { lead: 'HZ-CG', assistants: [] }, '  ')).toEqual({ lead: 'HZ-CG' })
    expect(bodyOf(find('secure'), {}, '涉及未成年人')).toEqual({ secret: true, note: '涉及未成年人' })
    expect(bodyOf(find('merge'), { into: '42' }, '')).toEqual({ into: 42 })
  })

  it('counts extensions in minutes', () => {
    const extension = assignmentActions(signed, as('approver'), true).find((one) => one.name === 'request_extension')!
    expect(bodyOf(extension, { working_minutes: 8 }, '')).toEqual({ working_minutes: 480 })
  })

  it('is whole when all that must be given is given', () => {
    expect(isFilled(find('dispatch'), { lead: null, assistants: ['HZ-CG'] })).toBe(false)
    expect(isFilled(find('dispatch'), { lead: 'HZ-CG', assistants: [] })).toBe(true)
    expect(isFilled(find('answer'), { text: '   ' })).toBe(false)
  })
})
