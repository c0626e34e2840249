import { createApp } from 'vue'
import 'element-plus/theme-chalk/base.css'
import App from './App.vue'
import { i18n, useKeptLanguage } from './i18n'
import { router } from './router'
import { findCity } from './shared/publicCity'
import { followSystemColours } from './styles/scheme'
import './styles/theme.css'

followSystemColours()
await useKeptLanguage()
void findCity()
createApp(App).use(i18n).use(router).mount('#app')
