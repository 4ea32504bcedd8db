# ccache where present. With precompiled headers it caches nothing by default: the sloppiness below, a base
# directory and no hash of the working directory make a clone in another folder rebuild from the cache.
find_program(SYNCLINE_CCACHE ccache)
if(SYNCLINE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1
      ${SYNCLINE_CCACHE})
endif()
