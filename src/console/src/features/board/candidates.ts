// The likeliest units for a ticket that waits, as the dispatcher sees it today.
import { api, body, type Schema } from '@/api/client'
import type { Ticket } from '@/features/ticket/queries'

export interface Choice {
  unit: Schema['Named']
  matter: Schema['Matter'] | null
  probability: number
  assistants: string[]
}

const most = 3

export async function candidatesFor(ticket: Ticket, signal: AbortSignal): Promise<Choice[]> {
  const request = ticket.requests[0]
  if (!request || request.erased_at) return proposedOf(ticket)
  const assessment = await body(
    api.POST('/api/v1/requests/assess', {
      body: {
        channel: request.channel.code,
        words: request.words,
        ...(request.title ? { title: request.title.slice(0, 100) } : {}),
        ...(request.place ? { place: request.place } : {}),
        ...(ticket.division ? { division: ticket.division.code } : {}),
      },
      signal,
    }),
  )
  const choices = choicesOf(assessment, ticket)
  return choices.length > 0 ? choices : proposedOf(ticket)
}

function proposedOf(ticket: Ticket): Choice[] {
  const proposal = ticket.proposal
  if (!proposal?.lead) return []
  return [
    {
      unit: proposal.lead,
      matter: proposal.matter,
      probability: proposal.confidence,
      assistants: proposal.assistants.map((one) => one.code),
    },
  ]
}

// The assistants belong to the proposed lead alone; another unit is sent the ticket by itself.
export function choicesOf(assessment: Pick<Schema['Assessment'], 'candidates' | 'lead' | 'assistants'>, ticket: Ticket): Choice[] {
  const lead = assessment.lead?.code ?? ticket.proposal?.lead?.code
  return assessment.candidates.slice(0, most).map((one) => ({
    unit: one.unit,
    matter: one.matter,
    probability: one.probability,
    assistants: one.unit.code === lead ? assessment.assistants.map((unit) => unit.code) : [],
  }))
}
