# Include after find_package(Qt6 …). What Qt 6.4's own set-up gets wrong for us.

# moc 6.4 stops reading an expression at the suffix of a number: to it `201703L < 201103L` is true, the standard
# headers lose their macros, and it ends in "Parse error at std". So it gets the language version without a suffix,
# and none of the compiler's own macros, which hold the same one with it.
set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF)
set(CMAKE_AUTOMOC_MOC_OPTIONS -D__cplusplus=202002)

# Qt6::Test hands every test two absolute folders as macros, for QFINDTESTDATA, which no test of ours uses. With them
# a checkout in another folder would find none of its tests in the compiler cache.
get_target_property(qt_test_definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
list(FILTER qt_test_definitions EXCLUDE REGEX "QT_TESTCASE_(BUILD|SOURCE)DIR")
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${qt_test_definitions}")
