# Run by syncline_embed_text: writes OUT, in which FUNCTION of HEADER gives the text of IN.
file(READ ${IN} text)
if(text MATCHES "[)]embedded\"")
  message(FATAL_ERROR "${IN} holds the end of the raw string that it would stand in")
endif()
file(WRITE ${OUT}
  "#include \"${HEADER}\"\n\nstd::string_view ${FUNCTION}() {\n    return R\"embedded(${text})embedded\";\n}\n")
