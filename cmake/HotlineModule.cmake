# hotline_module(NAME [DEPS module...] [LIBS target...] [PCH header])
#   One folder, one namespace, one static library hotline_NAME:
#   public headers include/hotline/NAME, sources src/NAME/*.cpp, tests tests/NAME/*_test.cpp.
#   SQL of src/NAME/migrations/NN_name.sql is embedded as hotline::NAME::migrations().
function(hotline_module name)
  cmake_parse_arguments(ARG "" "PCH" "DEPS;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/src/app/main\\.cpp$")
  file(GLOB sql CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/migrations/*.sql)
  if(sql)
    set(embedded ${CMAKE_BINARY_DIR}/generated/${name}_migrations.cpp)
    add_custom_command(OUTPUT ${embedded}
      COMMAND ${CMAKE_COMMAND} -DMODULE=${name} -DOUTPUT=${embedded} "-DSQL=${sql}"
              -P ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake
      DEPENDS ${sql} ${CMAKE_SOURCE_DIR}/cmake/EmbedMigrations.cmake VERBATIM)
    list(APPEND sources ${embedded})
  endif()
  set(target hotline_${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/include)
  if(scope STREQUAL PUBLIC)
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src)
  endif()
  list(TRANSFORM ARG_DEPS PREPEND hotline_)
  target_link_libraries(${target} ${scope} ${ARG_DEPS} ${ARG_LIBS} Threads::Threads)
  if(ARG_PCH AND EXISTS ${CMAKE_SOURCE_DIR}/${ARG_PCH})
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/${ARG_PCH})
  endif()
  hotline_test(${name} DEPS ${name})
endfunction()

# hotline_test(NAME DEPS module...): the GoogleTest runner test_NAME of tests/NAME/*_test.cpp
# together with the helpers of tests/support.
function(hotline_test name)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  set(target test_${name})
  add_executable(${target} ${sources})
  list(TRANSFORM ARG_DEPS PREPEND hotline_)
  target_link_libraries(${target} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
  target_compile_definitions(${target} PRIVATE HOTLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                               HOTLINE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_property(GLOBAL APPEND PROPERTY HOTLINE_TESTS ${target})
  add_test(NAME ${name} COMMAND ${target})
endfunction()

# Leaves warnings of a target as warnings where -Werror is on: g++ 12 at -O3 sees faults in inlined Boost and
# std::string code that are none (-Wrestrict, -Wstringop-overflow).
function(hotline_warnings_only target)
  if(TARGET ${target} AND HOTLINE_WERROR)
    target_compile_options(${target} PRIVATE -Wno-error -Werror=return-type)
  endif()
endfunction()

function(hotline_program name main)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/${main})
    return()
  endif()
  add_executable(${name} ${main})
  list(TRANSFORM ARG_DEPS PREPEND hotline_)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
endfunction()
