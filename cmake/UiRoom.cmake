# syncline_ui_room(NAME SOURCES … [DEPENDS …])
#   A room of the console, syncline_ui_NAME: a room with Qt Widgets and moc. Headers with signals stand among SOURCES.
function(syncline_ui_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(syncline_ui_${name} STATIC ${ROOM_SOURCES})
  set_target_properties(syncline_ui_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(syncline_ui_${name}
    PUBLIC project_options project_qt Qt6::Widgets ${ROOM_DEPENDS}
    PRIVATE project_warnings)
  # Little of Qt: all of its widgets precompiled are 300 MB a room, and no faster than none.
  target_precompile_headers(syncline_ui_${name} PRIVATE
    <QWidget> <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <variant> <vector>)
endfunction()
