# syncline_room(NAME SOURCES … [DEPENDS …] [PRIVATE_DEPENDS …])
#   One static library for a room of the house, syncline_NAME, with the shared options and precompiled headers.
function(syncline_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(syncline_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(syncline_${name}
    PUBLIC project_options ${ROOM_DEPENDS}
    PRIVATE project_warnings ${ROOM_PRIVATE_DEPENDS})
  # Headers of the system only: the file that CMake writes names them as they stand here, and one of our own would
  # stand in it with the folder of this checkout, which no other checkout finds in the compiler cache.
  target_precompile_headers(syncline_${name} PRIVATE
    <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <string> <string_view> <utility>
    <variant> <vector>)
endfunction()

# The labels that a test may have, each with a target tests_LABEL that builds its programs and nothing else.
set(SYNCLINE_TEST_LABELS ci long bench mutants fuzz tsan)
foreach(label IN LISTS SYNCLINE_TEST_LABELS)
  add_custom_target(tests_${label})
endforeach()

# What a test may take under a sanitizer, in times of what it may take otherwise.
set(SYNCLINE_TEST_PATIENCE 1)
if(SYNCLINE_SANITIZE)
  set(SYNCLINE_TEST_PATIENCE 5)
endif()
set(SYNCLINE_SANITIZER_OPTIONS "TSAN_OPTIONS=suppressions='${CMAKE_SOURCE_DIR}/cmake/tsan_suppressions.txt'"
  "LSAN_OPTIONS=suppressions='${CMAKE_SOURCE_DIR}/cmake/lsan_suppressions.txt'")

# syncline_test(NAME SOURCES … [DEPENDS …] [LABEL ci|long|bench|mutants|fuzz|tsan] [TIMEOUT seconds]
#               [THREADS] [SERIAL])
#   A Qt Test program, test_NAME, with one CTest entry and one label (default: ci).
#   THREADS: worth the thread sanitizer; under the preset tsan its label is tsan instead.
#   SERIAL: it measures or fills the machine; no other test runs beside it.
function(syncline_test name)
  cmake_parse_arguments(TEST "THREADS;SERIAL" "LABEL;TIMEOUT" "SOURCES;DEPENDS" ${ARGN})
  if(TEST_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "syncline_test(${name}): unknown arguments ${TEST_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT TEST_LABEL)
    set(TEST_LABEL ci)
  endif()
  if(NOT TEST_LABEL IN_LIST SYNCLINE_TEST_LABELS)
    message(FATAL_ERROR "syncline_test(${name}): there is no label ${TEST_LABEL}, only ${SYNCLINE_TEST_LABELS}")
  endif()
  if(TEST_THREADS AND SYNCLINE_SANITIZE MATCHES "thread")
    set(TEST_LABEL tsan)
  endif()
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 60)
  endif()
  math(EXPR TEST_TIMEOUT "${TEST_TIMEOUT} * ${SYNCLINE_TEST_PATIENCE}")
  add_executable(test_${name} ${TEST_SOURCES})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(test_${name} PRIVATE project_options project_warnings project_qt Qt6::Test ${TEST_DEPENDS})
  add_dependencies(tests_${TEST_LABEL} test_${name})
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${TEST_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${SYNCLINE_SANITIZER_OPTIONS}")
  if(TEST_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
