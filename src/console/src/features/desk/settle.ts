// What an agent can do with a request at once, while the caller is on the line: each has one key.
import { newKey, perform } from '@/api/client'
import { getTicket } from '@/features/ticket/queries'
import type { DeskForm } from './form'
import { requestOf } from './form'
import { take, type Receipt } from './queries'

export type Way = 'answer' | 'refuse' | 'handover'

export interface Settlement {
  way: Way
  line?: string
}

// Keys of the desk; F5, F6, F11 and F12 belong to the browser.
export const settleKeys: { key: string; settlement: Settlement }[] = [
  { key: 'F2', settlement: { way: 'answer' } },
  { key: 'F4', settlement: { way: 'refuse' } },
  { key: 'F7', settlement: { way: 'handover', line: '110' } },
  { key: 'F8', settlement: { way: 'handover', line: '119' } },
  { key: 'F9', settlement: { way: 'handover', line: '120' } },
  { key: 'F10', settlement: { way: 'handover', line: '122' } },
]

export const pathOf: Record<Way, string> = { answer: '/answer', refuse: '/refuse', handover: '/handover' }

// The request is taken first, and held back from the machine, so that nothing is lost when the second step fails: the
// ticket then waits for a person. Steps that were done are not done again when this is called once more.
export class Settling {
  private receipt: Receipt | null = null
  private readonly takeKey = newKey()
  private readonly actKey = newKey()

  constructor(private readonly form: DeskForm) {}

  get taken(): Receipt | null {
    return this.receipt
  }

  async run(way: Way, body: Record<string, unknown>): Promise<Receipt> {
    this.receipt ??= await take({ ...requestOf(this.form), hold: true }, this.takeKey)
    const after = await perform(await getTicket(this.receipt.ticket), pathOf[way], body, this.actKey)
    return { ...this.receipt, state: after.state }
  }
}
