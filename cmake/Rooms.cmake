# syncline_room(NAME SOURCES … [DEPENDS …] [PRIVATE_DEPENDS …])
#   One static library for a room of the house, syncline_NAME, with the shared options and precompiled headers.
function(syncline_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(syncline_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(syncline_${name}
    PUBLIC project_options ${ROOM_DEPENDS}
    PRIVATE project_warnings ${ROOM_PRIVATE_DEPENDS})
  target_precompile_headers(syncline_${name} PRIVATE
    <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <string> <string_view> <utility>
    <variant> <vector>)
endfunction()

# syncline_test(NAME SOURCES … [DEPENDS …] [LABEL ci|long|bench|mutants|fuzz|tsan] [TIMEOUT seconds])
#   A Qt Test program, test_NAME, with one CTest entry and one label.
function(syncline_test name)
  cmake_parse_arguments(TEST "" "LABEL;TIMEOUT" "SOURCES;DEPENDS" ${ARGN})
  if(NOT TEST_LABEL)
    set(TEST_LABEL ci)
  endif()
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 60)
  endif()
  add_executable(test_${name} ${TEST_SOURCES})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(test_${name} PRIVATE project_options project_warnings project_qt Qt6::Test ${TEST_DEPENDS})
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${TEST_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/thread_sanitizer.supp")
endfunction()
