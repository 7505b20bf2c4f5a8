@echo off
rem Baosong watch on Windows: starts the watcher and starts it anew if it ends with an error.
rem (ASCII only: cmd.exe reads a batch file in the code page of the system.)
rem
rem   baosong-watch.cmd  WORKSPACE  [PROGRAM]
rem     WORKSPACE  the office's folder, e.g. D:\baosong
rem     PROGRAM    baosong.exe, by default the one in .venv\Scripts of this program's own folder
rem
rem Put a shortcut to it into the folder that  shell:startup  opens, or let install-task.ps1 make
rem a scheduled task of it. Exit: 0 stopped in order, 2 wrong usage.
setlocal
if "%~1"=="" (
  echo usage: baosong-watch.cmd WORKSPACE [PROGRAM]
  exit /b 2
)
set "BAOSONG_WORKSPACE=%~1"
set "PROGRAM=%~2"
if "%PROGRAM%"=="" set "PROGRAM=%~dp0..\..\.venv\Scripts\baosong.exe"
if not exist "%PROGRAM%" (
  echo not found: "%PROGRAM%"
  exit /b 2
)
set "PYTHONUTF8=1"
set "PYTHONUNBUFFERED=1"
chcp 65001 >nul
:again
"%PROGRAM%" watch
if "%ERRORLEVEL%"=="0" exit /b 0
if "%ERRORLEVEL%"=="2" exit /b 2
rem timeout.exe refuses to run without a keyboard, as a scheduled task has none: wait with ping.
ping -n 31 127.0.0.1 >nul
goto again
