# syncline_embed_text(TARGET FILE FUNCTION HEADER)
#   Adds to TARGET a source in which FUNCTION, declared in HEADER with its namespaces around it, gives the text of FILE,
#   a path from the root. The source is made anew when the text has changed and names no folder of this machine, so
#   that every checkout finds it in the compiler cache.
function(syncline_embed_text target file function header)
  string(MAKE_C_IDENTIFIER "${file}" name)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DIN=${CMAKE_SOURCE_DIR}/${file} -DOUT=${source} -DFUNCTION=${function} -DHEADER=${header}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text_script.cmake
    DEPENDS ${CMAKE_SOURCE_DIR}/${file} ${CMAKE_SOURCE_DIR}/cmake/embed_text_script.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
