#include "app/demo_day.hpp"
#include "hotline/knowledge/import.hpp"

namespace hotline::app {

base::Result<std::size_t> load_demo_knowledge(Hotline& hotline, const std::string& folder) {
  if (hotline.knowledge.library.size() > 0) return std::size_t{0};
  knowledge::Importer importer(*hotline.store, hotline.knowledge);
  HOTLINE_TRY(const std::int64_t batch, importer.open("demo", system_actor()));
  knowledge::ImportOptions options;
  options.visibility = knowledge::Visibility::open;
  options.publish = true;
  HOTLINE_TRY(const knowledge::ImportReport report,
              importer.run_paths(batch, {folder}, options, system_actor()));
  return report.created;
}

}  // namespace hotline::app
