import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { findSession, homeOf } from '@/features/session/session'

const staff: RouteRecordRaw[] = [
  { path: 'desk', component: () => import('@/features/desk/AgentDesk.vue'), meta: { rights: ['request_create'] } },
  {
    path: 'tickets',
    component: () => import('@/features/tickets/TicketList.vue'),
    meta: { rights: ['ticket_read', 'ticket_read_all'] },
  },
  {
    path: 'tickets/:id(\\d+)',
    component: () => import('@/features/ticket/TicketPage.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { rights: ['ticket_read', 'ticket_read_all'] },
  },
  { path: 'inbox', component: () => import('@/features/inbox/UnitInbox.vue'), meta: { rights: ['assignment_handle'] } },
  { path: 'board', component: () => import('@/features/board/DispatchBoard.vue'), meta: { rights: ['ticket_dispatch'] } },
  {
    path: 'supervision',
    component: () => import('@/features/supervision/SupervisionPage.vue'),
    meta: { rights: ['ticket_supervise', 'assignment_handle', 'assignment_approve'] },
  },
  { path: 'figures', component: () => import('@/features/figures/FiguresPage.vue'), meta: { rights: ['figures_read'] } },
  { path: 'callbacks', component: () => import('@/features/callbacks/CallbackList.vue'), meta: { rights: ['callback_work'] } },
  { path: 'knowledge', component: () => import('@/features/knowledge/KnowledgePage.vue'), meta: { rights: ['knowledge_read', 'knowledge_edit'] } },
  {
    path: 'knowledge/new',
    component: () => import('@/features/knowledge/EntryNew.vue'),
    meta: { rights: ['knowledge_edit', 'assignment_handle'] },
  },
  {
    path: 'knowledge/:id(\\d+)',
    component: () => import('@/features/knowledge/EntryPage.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
    meta: { rights: ['knowledge_read', 'knowledge_edit'] },
  },
  {
    path: 'operations',
    component: () => import('@/features/operations/OperationsPage.vue'),
    meta: { rights: ['city_manage', 'job_read', 'account_manage', 'key_manage', 'audit_read'] },
  },
  {
    path: 'people',
    component: () => import('@/features/person/PersonPage.vue'),
    meta: { rights: ['request_create', 'export_data', 'personal_data_erase', 'audit_read'] },
  },
  { path: 'account', component: () => import('@/features/session/Account.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: () => import('@/features/citizen/CitizenHome.vue') },
    { path: '/staff/sign-in', component: () => import('@/features/session/SignIn.vue') },
    { path: '/staff', component: () => import('@/features/session/StaffFrame.vue'), children: staff },
    { path: '/:rest(.*)*', component: () => import('@/shared/NotFound.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (!to.path.startsWith('/staff') || to.path === '/staff/sign-in') return true
  const session = await findSession().catch(() => null)
  if (!session) return { path: '/staff/sign-in', query: { next: to.fullPath } }
  const rights = to.meta.rights as string[] | undefined
  const allowed = !rights || rights.some((right) => session.rights.includes(right))
  return to.path === '/staff' || to.path === '/staff/' || !allowed ? homeOf(session) : true
})
