@echo off
rem Double click: opens the desk in the browser. Everything else is in "portal desk".
chcp 65001 >nul
cd /d "%~dp0.."
set PYTHON=py -3
where py >nul 2>nul || set PYTHON=python
%PYTHON% scripts\portal desk
if errorlevel 1 pause
