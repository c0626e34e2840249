# What comes out of a build: the lists that scripts/ read, the installed files, and the Debian package.

# All test runners as one target `tests`, and their names for scripts/run-tests.
get_property(runners GLOBAL PROPERTY HOTLINE_TESTS)
add_custom_target(tests DEPENDS ${runners})
list(JOIN runners "\n" lines)
file(WRITE ${CMAKE_BINARY_DIR}/test_runners.txt "${lines}\n")

# All executables below bench/ as one target `benchmarks`, and their paths for scripts/run-bench.
set(benchmarks "")
if(EXISTS ${CMAKE_SOURCE_DIR}/bench/CMakeLists.txt)
  get_property(targets DIRECTORY ${CMAKE_SOURCE_DIR}/bench PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL EXECUTABLE)
      list(APPEND benchmarks ${target})
    endif()
  endforeach()
endif()
add_custom_target(benchmarks DEPENDS ${benchmarks})
set(lines "")
foreach(target IN LISTS benchmarks)
  string(APPEND lines "$<TARGET_FILE:${target}>\n")
endforeach()
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/benchmarks.txt CONTENT "${lines}")

if(NOT TARGET hotline OR NOT EXISTS ${CMAKE_SOURCE_DIR}/packaging/hotline.toml)
  return()
endif()

# Installed form: /usr/bin/hotline, the city's files under /etc/hotline, what is only read under /usr/share/hotline.
install(TARGETS hotline RUNTIME DESTINATION bin)
install(FILES ${CMAKE_BINARY_DIR}/hangzhou.model DESTINATION share/hotline)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/config/ DESTINATION /etc/hotline PATTERN hotline.toml EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/packaging/hotline.toml DESTINATION /etc/hotline)
install(FILES ${CMAKE_SOURCE_DIR}/packaging/prometheus-alerts.yml ${CMAKE_SOURCE_DIR}/packaging/grafana-dashboard.json
  DESTINATION share/hotline)
install(FILES ${CMAKE_SOURCE_DIR}/packaging/hotline.service DESTINATION /lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION share/doc/hotline RENAME copyright)
# The documents keep their places beside each other, so that their links hold.
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/README.zh-CN.md ${CMAKE_SOURCE_DIR}/SECURITY.md
  DESTINATION share/doc/hotline)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs DESTINATION share/doc/hotline)
install(FILES ${CMAKE_SOURCE_DIR}/config/hangzhou/README.md DESTINATION share/doc/hotline/config/hangzhou)
# The pages that scripts/build-console made; `make package` sees to them first.
install(DIRECTORY ${CMAKE_SOURCE_DIR}/build/console DESTINATION share/hotline OPTIONAL)
if(EXISTS ${CMAKE_SOURCE_DIR}/data)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/data/ DESTINATION share/hotline)
endif()

# An upgrade asks before it touches a file that the city has edited.
file(GLOB_RECURSE city_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/config ${CMAKE_SOURCE_DIR}/config/*)
list(REMOVE_ITEM city_files hotline.toml)
list(TRANSFORM city_files PREPEND "/etc/hotline/")
list(JOIN city_files "\n" lines)
file(WRITE ${CMAKE_BINARY_DIR}/package/conffiles "/etc/hotline/hotline.toml\n${lines}\n")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hotline)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGE_CONTACT "Hotline contributors <hotline@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "poppler-utils, tesseract-ocr, tesseract-ocr-chi-sim")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/packaging/postinst ${CMAKE_SOURCE_DIR}/packaging/prerm ${CMAKE_SOURCE_DIR}/packaging/postrm
  ${CMAKE_BINARY_DIR}/package/conffiles)
include(CPack)
