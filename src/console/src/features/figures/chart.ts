// The parts of ECharts that the figures use; loaded with the first chart.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, HeatmapChart, LineChart, AriaComponent, GridComponent, TooltipComponent, VisualMapComponent, SVGRenderer])

export { init }
