// The parts of ECharts that the figures use; loaded with the first chart.
import { BarChart, HeatmapChart, LineChart, MapChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerMap, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, HeatmapChart, LineChart, MapChart, AriaComponent, GridComponent, TooltipComponent, VisualMapComponent, LabelLayout, SVGRenderer])

export { init, registerMap }
